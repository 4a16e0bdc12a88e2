using System.Runtime.CompilerServices;
using Azure;
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
internal sealed class VaultClient
{
    /// <summary>The REST API's version: the Go provider's, which every cloud serves.</summary>
    private const string ApiVersion = "7.6";

    private static readonly LibraryEndpoint Endpoint = new(
        "vault", ErrorCodes.VaultFailed, FirstDelay: TimeSpan.FromMilliseconds(500), LongestDelay: TimeSpan.FromSeconds(16),
        AttemptTimeout: TimeSpan.FromSeconds(30));

    private readonly HttpPipeline pipeline;

    /// <summary>A client for every vault.</summary>
    /// <param name="settings">How calls are made.</param>
    /// <param name="gates">The gates that calls go through.</param>
    /// <param name="metrics">Counts the calls.</param>
    /// <param name="time">The clock.</param>
    public VaultClient(CallSettings settings, VaultGates gates, VaultMetrics metrics, TimeProvider time)
    {
        pipeline = HttpPipelineBuilder.Build(
            settings.Apply(new Options(), Endpoint, new VaultGatePolicy(gates, metrics, time), new VaultCallCount(metrics)));
    }

    /// <summary>Reads one version of an object.</summary>
    /// <param name="vault">The vault's address.</param>
    /// <param name="credential">The mount's token.</param>
    /// <param name="type">The object's type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="version">A version id; none means the latest.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestFailedException">The vault refused, or there was no connection.</exception>
    public async Task<VaultObject> ReadAsync(
        Uri vault, VaultCredential credential, ObjectType type, string name, string? version, CancellationToken cancellationToken)
    {
        var path = $"{VaultResponses.Collection(type)}/{name}" + (version is null ? "" : $"/{version}");
        using var message = await GetAsync(Address(vault, path), credential, type, cancellationToken);
        return VaultResponses.Object(message.Response.Content.ToMemory(), type, name, version);
    }

    /// <summary>Lists the versions of an object, page after page, in no order.</summary>
    /// <exception cref="RequestFailedException">The vault refused, or there was no connection.</exception>
    /// <exception cref="MountException">The next page is not the vault's.</exception>
    public async IAsyncEnumerable<ObjectVersion> ListAsync(
        Uri vault, VaultCredential credential, ObjectType type, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (Uri? page = Address(vault, $"{VaultResponses.Collection(type)}/{name}/versions"); page is not null;)
        {
            using var message = await GetAsync(page, credential, type, cancellationToken);
            var (versions, next) = VaultResponses.Versions(message.Response.Content.ToMemory(), type, name);
            foreach (var version in versions)
            {
                yield return version;
            }

            page = next is null ? null : OfVault(next, vault);
        }
    }

    private static Uri Address(Uri vault, string path) => new(vault, $"{path}?api-version={ApiVersion}");

    // The token must not go where a response says.
    private static Uri OfVault(Uri page, Uri vault) =>
        Uri.Compare(page, vault, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? page
            : throw new MountException(
                ErrorCodes.VaultFailed, $"{vault.Host} gave {Quoted.Text(page.Host)} as the place of a list's next page");

    // A message that was refused is not disposed of: the error's text is made of its response.
    private async Task<HttpMessage> GetAsync(Uri address, VaultCredential credential, ObjectType type, CancellationToken cancellationToken)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        message.Request.Headers.Add(HttpHeader.Names.Authorization, $"Bearer {credential.Text.Reveal()}");
        message.SetProperty(typeof(ObjectType), type);
        await pipeline.SendAsync(message, cancellationToken);
        return message.Response.Status == 200 ? message : throw new RequestFailedException(message.Response);
    }

    private sealed class Options : ClientOptions;
}
