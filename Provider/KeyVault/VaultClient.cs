using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Calls vaults: GET requests on Azure's pipeline, and nothing that outlives a call.</summary>
/// <remarks>
/// The client libraries for secrets and certificates are not used. They send a first request without a token to learn which
/// token the vault wants, and cache its response by vault for the life of the process: a vault that moves to another tenant
/// would be refused until a restart, and the cache has no bound. Here the token goes with the first request, since it is meant
/// for that vault; what a 401 asks for is read from that 401 alone.
/// </remarks>
internal sealed class VaultClient(CallSettings settings, VaultGates gates, VaultMetrics metrics, TimeProvider time)
{
    /// <summary>The REST API's version: the Go provider's, which every cloud serves.</summary>
    private const string ApiVersion = "7.6";

    private readonly HttpPipeline pipeline = HttpPipelineBuilder.Build(
        settings.Apply(new Options(), null, new VaultGatePolicy(gates, metrics, time), new VaultCallCount(metrics)));

    /// <summary>Reads one version of an object.</summary>
    /// <exception cref="VaultReadException">It could not be read.</exception>
    public async Task<VaultObject> ReadAsync(VaultEndpoint endpoint, CancellationToken cancellationToken)
    {
        var path = endpoint.Version is null ? endpoint.ObjectName : $"{endpoint.ObjectName}/{endpoint.Version}";
        return ((VaultObjectRead)await SendAsync(endpoint, Address(endpoint, path), cancellationToken)).Object;
    }

    /// <summary>Reads a page of an object's versions, which are in no order.</summary>
    /// <param name="endpoint">What is asked for.</param>
    /// <param name="page">Where the page is; none for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="VaultReadException">It could not be read.</exception>
    public async Task<VaultPageRead> ListAsync(VaultEndpoint endpoint, Uri? page, CancellationToken cancellationToken) =>
        (VaultPageRead)await SendAsync(endpoint, page ?? Address(endpoint, $"{endpoint.ObjectName}/versions"), cancellationToken);

    private static Uri Address(VaultEndpoint endpoint, string path) =>
        new(endpoint.Vault, $"{VaultResponses.Collection(endpoint.Type)}/{path}?api-version={ApiVersion}");

    private async Task<Outcome.Success> SendAsync(VaultEndpoint endpoint, Uri address, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        endpoint.Attach(message);
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        message.Request.Headers.Add(HttpHeader.Names.Authorization, $"Bearer {endpoint.Asker.Credential.Text.Reveal()}");
        try
        {
            await pipeline.SendAsync(message, cancellationToken);
            return (Outcome.Success)Call.Of(message).Outcome!;
        }
        catch (MountException failure)
        {
            throw new VaultReadException(failure, message.HasResponse ? message.Response.Status : null);
        }
    }

    private sealed class Options : ClientOptions;
}
