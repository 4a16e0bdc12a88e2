using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Certificates;
using Azure.Security.KeyVault.Secrets;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Model;
using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>Reads secrets and certificates with Azure's client libraries, with a client for each vault.</summary>
// A client keeps no token and no response, but takes 16 KiB to build.
internal sealed class VaultLibraries(
    CallSettings settings, IReadOnlyList<HttpPipelinePolicy> perAttempt, TimeProvider time)
{
    private const int MostClients = 32;
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(10);

    private readonly BoundedCache<Uri, SecretClient> secretClients = new(MostClients, IdleLimit, time);
    private readonly BoundedCache<Uri, CertificateClient> certificateClients = new(MostClients, IdleLimit, time);

    // 7.6 is the Go provider's version, which every cloud serves.
    private readonly SecretClientOptions secretOptions = Options(
        settings, perAttempt,
        new SecretClientOptions(SecretClientOptions.ServiceVersion.V7_6)
        {
            DisableChallengeResourceVerification = true,
        });

    private readonly CertificateClientOptions certificateOptions = Options(
        settings, perAttempt,
        new CertificateClientOptions(CertificateClientOptions.ServiceVersion.V7_6)
        {
            DisableChallengeResourceVerification = true,
        });

    /// <exception cref="VaultReadException">It could not be read.</exception>
    public async Task<Outcome.Success> ReadAsync(VaultEndpoint endpoint, CancellationToken cancellationToken)
    {
        var result = new VaultCallResult();
        using var toEndpoint = endpoint.Begin();
        using var toResult = result.Begin();
        try
        {
            await SendAsync(endpoint, cancellationToken);
        }
        catch (MountException failure)
        {
            throw new VaultReadException(failure, result.Status);
        }
        catch (Exception) when (result.Success is not null)
        {
            // The response has been read already; the library's own result is not used.
        }

        return result.Success!;
    }

    private static T Options<T>(CallSettings settings, IReadOnlyList<HttpPipelinePolicy> perAttempt, T options)
        where T : ClientOptions
    {
        options.AddPolicy(new VaultCallResult.Policy(), HttpPipelinePosition.PerCall);
        return settings.Apply(options, null, perAttempt);
    }

    private Task SendAsync(VaultEndpoint endpoint, CancellationToken cancellationToken) => endpoint switch
    {
        { Type: ObjectType.Secret } => Secrets(endpoint)
            .GetSecretAsync(endpoint.ObjectName, endpoint.Version, cancellationToken: cancellationToken),
        { Type: ObjectType.Certificate, Version: null } => Certificates(endpoint)
            .GetCertificateAsync(endpoint.ObjectName, cancellationToken),
        { Type: ObjectType.Certificate } => Certificates(endpoint)
            .GetCertificateVersionAsync(endpoint.ObjectName, endpoint.Version, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
    };

    private SecretClient Secrets(VaultEndpoint endpoint) => secretClients.GetOrAdd(
        endpoint.Vault, vault => new SecretClient(vault, NoCredential.Instance, secretOptions), CallOwner.Namespace);

    private CertificateClient Certificates(VaultEndpoint endpoint) => certificateClients.GetOrAdd(
        endpoint.Vault, vault => new CertificateClient(vault, NoCredential.Instance, certificateOptions),
        CallOwner.Namespace);

    /// <summary>Returns no token: the libraries request one only after a challenge, which they never see.</summary>
    private sealed class NoCredential : TokenCredential
    {
        public static readonly NoCredential Instance = new();

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A client library asked for a token.");

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A client library asked for a token.");
    }
}
