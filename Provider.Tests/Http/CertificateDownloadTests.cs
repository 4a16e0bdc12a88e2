using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Provider.Http;
using Provider.Http.Trust;
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
        using var issuerKey = CertificateFactory.NewKey();
        using var certificate = Certificate(new("issuer", issuerKey));
        var serving = ServeAsync(certificate);
        using var client = Transports.Client(Transports.NodeHandler());

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync(
                new Uri($"https://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/"), Patience.Limit));

        await serving;
        Assert.False(named.Pending());
    }

    [Fact]
    public async Task No_list_of_revoked_certificates_is_fetched_for_a_server_that_is_trusted()
    {
        using var issuerKey = CertificateFactory.NewKey();
        var issuer = new CertificateParty("issuer", issuerKey);
        using var root = CertificateFactory.SelfSigned(
            issuer, CertificateFactory.Start, CertificateFactory.End, CertificateFactory.IsAuthority(true));
        using var certificate = Certificate(issuer);
        var bundle = Path.GetTempFileName();
        await File.WriteAllTextAsync(bundle, root.ExportCertificatePem(), Patience.Limit);
        var roots = new TrustRoots(new TrustLocations([bundle], []), TimeProvider.System);
        var serving = ServeAsync(certificate);
        using var client = Transports.Client(Transports.CloudHandler(roots: roots));

        using var response = await client.GetAsync(
            new Uri($"https://localhost:{((IPEndPoint)server.LocalEndpoint).Port}/"), Patience.Limit);

        await serving;
        File.Delete(bundle);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
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
            await tls.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), Patience.Limit);
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

    // A leaf that names addresses of its issuer, of revoked certificates and of a service that knows them.
    private X509Certificate2 Certificate(CertificateParty issuer)
    {
        var address = $"http://127.0.0.1:{((IPEndPoint)named.LocalEndpoint).Port}";
        using var key = CertificateFactory.NewKey();
        using var signed = CertificateFactory.Issue(
            new("localhost", key), issuer, CertificateFactory.Start, CertificateFactory.End,
            CertificateFactory.NamesOf("localhost"),
            new X509AuthorityInformationAccessExtension([address + "/ocsp"], [address + "/issuer"]),
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address + "/crl"]));
        using var withKey = CertificateFactory.WithKey(signed, key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
