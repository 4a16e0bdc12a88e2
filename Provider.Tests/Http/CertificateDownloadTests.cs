using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Provider.Http;
using Provider.Sandbox.Certificates;

namespace Provider.Tests.Http;

/// <summary>A server's certificate names addresses, and whoever made it chooses them.</summary>
public sealed class CertificateDownloadTests : IDisposable
{
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly TcpListener named = new(IPAddress.Loopback, 0);

    public CertificateDownloadTests()
    {
        server.Start();
        named.Start();
    }

    public void Dispose()
    {
        server.Dispose();
        named.Dispose();
    }

    [Fact]
    public async Task No_address_in_a_certificate_is_called()
    {
        using var certificate = Certificate($"http://127.0.0.1:{((IPEndPoint)named.LocalEndpoint).Port}");
        var serving = ServeAsync(certificate);
        using var client = Transports.Client(Transports.NodeHandler());

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync(
                new Uri($"https://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/"), Patience.Limit));

        await serving;
        Assert.False(named.Pending());
    }

    private async Task ServeAsync(X509Certificate2 certificate)
    {
        using var connection = await server.AcceptTcpClientAsync(Patience.Limit);
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(Options(certificate), Patience.Limit);
            await tls.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, Patience.Limit);
        }
        catch (Exception refused)
            when (refused is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not trust the certificate.
        }
    }

    // Offline: the server would otherwise look for the issuer itself.
    private static SslServerAuthenticationOptions Options(X509Certificate2 certificate) =>
        new() { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) };

    // A leaf whose issuer is to be had at an address only.
    private static X509Certificate2 Certificate(string address)
    {
        using var issuerKey = CertificateFactory.NewKey();
        using var key = CertificateFactory.NewKey();
        using var signed = CertificateFactory.Issue(
            new("127.0.0.1", key), new("issuer", issuerKey), CertificateFactory.Start, CertificateFactory.End,
            new X509AuthorityInformationAccessExtension([address + "/ocsp"], [address + "/issuer"]),
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address + "/crl"]));
        using var withKey = CertificateFactory.WithKey(signed, key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
