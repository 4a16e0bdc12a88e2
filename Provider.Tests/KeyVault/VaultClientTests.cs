using System.Net;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Provider.Http;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>What a failed read reports, with the client libraries and without.</summary>
public sealed class VaultClientTests : IDisposable
{
    private static readonly Uri Vault = new("https://demo.vault.azure.net/");

    private readonly VirtualTime time = new();
    private readonly VaultGates gates;
    private readonly ScriptedVault vault = new();
    private readonly HttpClient http;

    public VaultClientTests()
    {
        gates = new VaultGates(8, _ => 8, time);
        http = new HttpClient(vault);
    }

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData(401, true, true, false)]
    [InlineData(403, true, false, false)]
    [InlineData(404, false, false, true)]
    [InlineData(409, false, false, false)]
    [InlineData(302, false, false, false)]
    public async Task A_status_says_whether_the_token_was_refused_and_whether_the_object_is_absent(
        int status, bool isRefusal, bool isUnauthorized, bool isAbsent)
    {
        vault.Respond = () => Refusal(status, "Code");

        foreach (var type in Enum.GetValues<ObjectType>())
        {
            var failed = await FailsAsync(type);

            Assert.Equal(
                (isRefusal, isUnauthorized, isAbsent), (failed.IsRefusal, failed.IsUnauthorized, failed.IsAbsent));
        }
    }

    [Fact]
    public async Task A_404_of_a_proxy_does_not_say_that_the_object_is_absent()
    {
        vault.Respond = () =>
            new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("<html>") };

        Assert.False((await FailsAsync(ObjectType.Key)).IsAbsent);
        Assert.False((await FailsAsync(ObjectType.Secret)).IsAbsent);
    }

    [Theory]
    [InlineData(nameof(ObjectType.Secret))]
    [InlineData(nameof(ObjectType.Key))]
    public async Task A_read_that_the_gate_ends_after_a_429_reports_the_vaults_response(string type)
    {
        using var other = await gates.For(VaultHost.Of(Vault)).EnterAsync(Patience.Limit);
        vault.Respond = () =>
        {
            other.Throttled(TimeSpan.FromSeconds(60));
            return Refusal(429, "Throttled", "1");
        };

        var failed = await FailsAsync(Enum.Parse<ObjectType>(type));

        Assert.StartsWith(
            "vault-throttled: demo.vault.azure.net responded 429 Throttled and asks to wait 1 s. ",
            failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, vault.Calls);
        Assert.Equal(TimeSpan.FromSeconds(1), time.Elapsed);
    }

    [Fact]
    public async Task A_read_that_the_gate_ends_before_its_first_request_says_that_none_was_sent()
    {
        using var other = await gates.For(VaultHost.Of(Vault)).EnterAsync(Patience.Limit);
        other.Throttled(TimeSpan.FromSeconds(60));

        var failed = await FailsAsync(ObjectType.Secret);

        Assert.StartsWith(
            "vault-throttled: demo.vault.azure.net throttles its callers: the next request may be sent in 60 s, so "
            + "none was sent. ", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, vault.Calls);
    }

    [Fact]
    public async Task The_gate_stays_closed_for_every_mount_for_as_long_as_a_429_asks()
    {
        vault.Respond = () => Refusal(429, "Throttled", "60");

        var first = await FailsAsync(ObjectType.Secret);
        var second = await FailsAsync(ObjectType.Key);

        Assert.Contains("responded 429 Throttled and asks to wait 60 s", first.Message, StringComparison.Ordinal);
        Assert.Contains("the next request may be sent in 60 s", second.Message, StringComparison.Ordinal);
        Assert.Equal(1, vault.Calls);
    }

    private static HttpResponseMessage Refusal(int status, string code, string? wait = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent($$$"""{"error":{"code":"{{{code}}}"}}"""),
        };
        if (wait is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", wait);
        }

        return response;
    }

    private Task<VaultReadException> FailsAsync(ObjectType type) => time.RunAsync(
        async ended =>
        {
            using var deadline = CallDeadline.Begin(TimeSpan.FromSeconds(20), time);
            var settings = new CallSettings(new HttpClientTransport(http), "test", time, NullLogger.Instance);
            var client = new VaultClient(settings, gates, null, time);
            var caller = new VaultCaller(
                VaultCredential.Of(new SecretText("token"), [1]), "https://vault.azure.net", null);
            return await Assert.ThrowsAsync<VaultReadException>(
                () => client.ReadAsync(
                    new VaultEndpoint(Vault, type, "name", null, IsList: false, caller), ended));
        },
        TimeSpan.FromSeconds(20));

    private sealed class ScriptedVault : HttpMessageHandler
    {
        private int calls;

        public Func<HttpResponseMessage> Respond { get; set; } = () => new HttpResponseMessage(HttpStatusCode.OK);

        public int Calls => calls;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult(Respond());
        }
    }
}
