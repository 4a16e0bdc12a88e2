using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Provider.Http;
using Provider.Http.Failures;
using Provider.Http.Trust;
using Provider.Model;
using Provider.Tests.Identity;

namespace Provider.Tests.Http;

/// <summary>Certificates that are refused, over real TLS on loopback.</summary>
public sealed class ServerCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly TestAuthority authority = new("Proxy Authority");

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task An_untrusted_authority_is_named()
    {
        await using var server = await ClusterServer.StartAsync(authority.Issue("localhost"));

        var failure = await FailureAsync(server, trusts: false);

        Assert.Equal(CallFailureKind.Untrusted, failure.Kind);
        Assert.StartsWith(
            "its certificate is not trusted: the authority \"CN=Proxy Authority\" is not one that this node trusts",
            failure.Text,
            StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-20, -10)]
    [InlineData(10, 20)]
    public async Task A_certificate_of_another_time_is_reported_with_the_nodes_time(int from, int until)
    {
        await using var server =
            await ClusterServer.StartAsync(authority.Issue(Now.AddDays(from), Now.AddDays(until), "localhost"));

        var failure = await FailureAsync(server, trusts: true);

        Assert.Equal(CallFailureKind.Untrusted, failure.Kind);
        Assert.Matches(
            $"^its certificate \"CN=server\" is valid from {Now.AddDays(from):yyyy-MM-dd}T[0-9:]{{8}}Z to "
            + $"{Now.AddDays(until):yyyy-MM-dd}T[0-9:]{{8}}Z,"
            + " and the time on this node is [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$",
            failure.Text);
        Assert.Contains("clock", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_whose_names_cannot_be_read_is_reported_with_its_subject()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509Extension(
            "2.5.29.17", [0x30, 0x06, 0x82, 0x04, 0x61, 0xff, 0x00, 0x62], critical: false));
        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        using var chain = new X509Chain();

        var refusal = Assert.Throws<ConnectionFailedException>(() => ServerCertificate.Check(
            this, certificate, chain, SslPolicyErrors.RemoteCertificateNameMismatch));

        Assert.Equal("its certificate is for another name: \"CN=server\"", refusal.Failure.Text);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_reported_with_its_names()
    {
        await using var server = await ClusterServer.StartAsync(authority.Issue("other.example", "b.example"));

        var failure = await FailureAsync(server, trusts: true);

        Assert.Equal(CallFailureKind.Untrusted, failure.Kind);
        Assert.Equal("its certificate is for another name: \"other.example\", \"b.example\"", failure.Text);
    }

    private async Task<CallFailure> FailureAsync(ClusterServer server, bool trusts)
    {
        var handler = Transports.CloudHandler();
        handler.UseProxy = false;
        if (trusts)
        {
            handler.SslOptions.CertificateChainPolicy = authority.Policy();
        }

        using var client = Transports.Client(handler);
        var settings =
            new CallSettings(new HttpClientTransport(client), "test/1", TimeProvider.System, NullLogger.Instance);
        var failures = new Failures();
        await Assert.ThrowsAsync<MountException>(() => settings.Pipeline().SendAsync(
            failures,
            request =>
            {
                request.Method = RequestMethod.Get;
                request.Uri.Reset(new Uri($"https://localhost:{server.Port}/"));
            },
            Patience.Limit));
        Assert.Empty(server.Calls);
        return Assert.Single(failures.All);
    }

    private sealed record Failures() : RemoteEndpoint("test", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(30))
    {
        public List<CallFailure> All { get; } = [];

        public override Outcome Read(Attempt attempt)
        {
            All.Add(CallFailure.Of(attempt.Error!));
            return new Outcome.Fail(ErrorCodes.NmiFailed, "no");
        }
    }
}
