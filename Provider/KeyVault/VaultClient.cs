using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>
/// Calls vaults: GET requests with the mount's token in the first one. It keeps no token and no response.
/// </summary>
// Secrets and certificates are read with Azure's client libraries. Keys, for which this project has none, and pages of
// versions, which vaults name by URL, are read on Azure's pipeline. All go through the same policies, so that what a
// 401 asks for is read from that 401 alone: VaultTokenPolicy.
internal sealed class VaultClient
{
    /// <summary>The REST API's version: the Go provider's, which every cloud serves.</summary>
    private const string ApiVersion = "7.6";

    private readonly VaultLibraries libraries;
    private readonly Lazy<HttpPipeline> pipeline;

    public VaultClient(CallSettings settings, VaultGates gates, VaultMetrics? metrics, TimeProvider time)
    {
        HttpPipelinePolicy[] perAttempt = [new VaultTokenPolicy(), new VaultGatePolicy(gates, metrics, time)];
        libraries = new VaultLibraries(settings, perAttempt, time);
        pipeline = settings.PipelineWith(perAttempt);
    }

    /// <exception cref="VaultReadException">It could not be read.</exception>
    public async Task<VaultObject> ReadAsync(VaultEndpoint endpoint, CancellationToken cancellationToken)
    {
        var path = endpoint.Version is null ? endpoint.ObjectName : $"{endpoint.ObjectName}/{endpoint.Version}";
        var read = endpoint.Type == ObjectType.Key
            ? await SendAsync(endpoint, Address(endpoint, "/" + path), cancellationToken)
            : await libraries.ReadAsync(endpoint, cancellationToken);
        return ((VaultObjectRead)read).Object;
    }

    /// <summary><c>page</c> is null for the first. Pages are in no order.</summary>
    /// <exception cref="VaultReadException">It could not be read.</exception>
    public async Task<VaultPageRead> ListAsync(
        VaultEndpoint endpoint, Uri? page, CancellationToken cancellationToken) =>
        (VaultPageRead)await SendAsync(
            endpoint, page ?? Address(endpoint, endpoint.IsOfVault ? "" : $"/{endpoint.ObjectName}/versions"),
            cancellationToken);

    private static Uri Address(VaultEndpoint endpoint, string path) =>
        new(endpoint.Vault, $"{VaultResponses.Collection(endpoint.Type)}{path}?api-version={ApiVersion}");

    private async Task<Outcome.Success> SendAsync(
        VaultEndpoint endpoint, Uri address, CancellationToken cancellationToken)
    {
        using var message = pipeline.Value.CreateMessage();
        endpoint.Attach(message);
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        try
        {
            await pipeline.Value.SendAsync(message, cancellationToken);
            return (Outcome.Success)Call.Of(message).Outcome!;
        }
        catch (MountException failure)
        {
            throw new VaultReadException(failure, message.HasResponse ? message.Response.Status : null);
        }
    }
}
