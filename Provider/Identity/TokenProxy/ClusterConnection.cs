using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provider.Http.Connections;
using Provider.Http.Failures;
using Provider.Http.Trust;

namespace Provider.Identity.TokenProxy;

/// <summary>Connects to servers whose certificates the cluster's own authorities issue.</summary>
internal sealed class ClusterConnection(ClusterAuthorities authorities, AddressConnector connector)
{
    /// <exception cref="IOException">The authorities' file cannot be read, or the connection broke.</exception>
    /// <exception cref="SocketException">The connection could not be made.</exception>
    /// <exception cref="AuthenticationException">TLS failed.</exception>
    public async Task<SslStream> OpenAsync(
        DnsEndPoint address, string serverName, Callers callers, CancellationToken cancellationToken)
    {
        var policy = Policy();
        var socket = await connector.ConnectAsync(address, callers, cancellationToken);
        SslStream? secured = null;
        try
        {
            secured = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await secured.AuthenticateAsClientAsync(Options(serverName, policy), cancellationToken);
            return secured;
        }
        catch
        {
            if (secured is not null)
            {
                await secured.DisposeAsync();
            }

            socket.Dispose();
            throw;
        }
    }

    private static SslClientAuthenticationOptions Options(string serverName, X509ChainPolicy policy) => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = policy,
        RemoteCertificateValidationCallback = ServerCertificate.Check,
    };

    private X509ChainPolicy Policy()
    {
        var policy = ServerCertificate.ChainPolicy();
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            policy.CustomTrustStore.AddRange(authorities.Read());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConnectionFailedException(
                new CallFailure(
                    CallFailureKind.Unreachable, "the file of the cluster's certificate authorities cannot be read"),
                    error);
        }

        return policy;
    }
}

/// <summary>The certificate authorities of the cluster, from a file that kubelet may replace at any time.</summary>
internal sealed class ClusterAuthorities(string path)
{
    // Two connections may read the file at once: text and certificates must belong together.
    private readonly Lock gate = new();
    private string text = "";
    private X509Certificate2Collection roots = [];

    /// <summary>Reads the file; an empty one, as it is while replaced, keeps the old authorities.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public X509Certificate2Collection Read()
    {
        var now = File.ReadAllText(path);
        lock (gate)
        {
            if (now != text && !string.IsNullOrWhiteSpace(now))
            {
                var read = new X509Certificate2Collection();
                read.ImportFromPem(now);
                (text, roots) =
                    (now, read.Count > 0 ? read : throw new CryptographicException($"{path} holds no certificate"));
            }

            return roots;
        }
    }
}
