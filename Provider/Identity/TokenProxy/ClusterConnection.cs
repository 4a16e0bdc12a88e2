using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provider.Http;
using Provider.Http.Connections;

namespace Provider.Identity.TokenProxy;

/// <summary>Connects to servers that the cluster itself vouches for.</summary>
internal sealed class ClusterConnection(ClusterAuthorities authorities, AddressConnector connector)
{
    /// <summary>Opens a TLS connection.</summary>
    /// <param name="address">Host and port to connect to.</param>
    /// <param name="serverName">The name that is asked for and that the certificate must have; an IP address is only checked.</param>
    /// <param name="callers">For whom.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The authorities' file cannot be read, or the connection broke.</exception>
    /// <exception cref="SocketException">The connection could not be made.</exception>
    /// <exception cref="AuthenticationException">TLS failed.</exception>
    public async Task<SslStream> OpenAsync(DnsEndPoint address, string serverName, Callers callers, CancellationToken cancellationToken)
    {
        var policy = Policy();
        var socket = await connector.ConnectAsync(address, callers, cancellationToken);
        SslStream? secured = null;
        try
        {
            secured = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = serverName,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateChainPolicy = policy,
                    RemoteCertificateValidationCallback = ServerCertificate.Check,
                },
                cancellationToken);
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

    private X509ChainPolicy Policy()
    {
        var policy = Transports.ServerChainPolicy();
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            policy.CustomTrustStore.AddRange(authorities.Read());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConnectionFailedException(
                new CallFailure(
                    CallFailureKind.Unreachable, "the file of the cluster's certificate authorities cannot be read"), error);
        }

        return policy;
    }
}
