using Provider.Identity.PodIdentity;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Tests.Identity;

public sealed class NmiClientTests : IDisposable
{
    private const string Token =
        """{"token":{"access_token":"t","expires_in":"86399","expires_on":"946771200","token_type":"Bearer"},"clientid":"c"}""";

    private static readonly PodReference Pod = new("shop", "app-0", "uid", "app");

    private readonly VirtualTime time = new();
    private readonly FakeEndpoint nmi;

    public NmiClientTests() => nmi = new FakeEndpoint(time);

    public void Dispose() => nmi.Dispose();

    [Fact]
    public async Task The_request_is_exactly_what_nmi_understands()
    {
        nmi.Responds(Token);

        await GetToken();

        var call = nmi.Only;
        Assert.Equal(("GET", "http://127.0.0.1:2579/host/token/?resource=https%3A%2F%2Fvault.azure.net", ""),
            (call.Method, call.Uri.AbsoluteUri, call.Body));
        Assert.Equal(("shop", "app-0"), (call.Headers["podns"], call.Headers["podname"]));
        Assert.DoesNotContain("Metadata", call.Headers.Keys);
        Assert.Equal("test/1", call.Headers["User-Agent"]);
    }

    [Theory]
    [InlineData("""{"token":{"access_token":"t","expires_on":"946771200"},"clientid":"c"}""", 86400)]
    [InlineData("""{"token":{"access_token":"t","expires_on":946771200,"expires_in":1},"clientid":"c"}""", 86400)]
    [InlineData("""{"token":{"access_token":"t","expires_on":"","expires_in":"3600","not_before":""},"clientid":""}""",
        3600)]
    [InlineData("""{"token":{"access_token":"t","expires_in":3600}}""", 3600)]
    [InlineData("""{"token":{"access_token":"t","expires_on":"","expires_in":""},"clientid":null}""", null)]
    [InlineData("""{"token":{"access_token":"t","expires_on":"99999999999999","expires_in":"-1"},"clientid":"c"}""",
        null)]
    public async Task A_response_may_spell_its_numbers_in_every_way_that_nmi_has_spelled_them(string body, int? seconds)
    {
        nmi.Responds(body);

        var token = await GetToken();

        Assert.Equal("t", token.Text.Reveal());
        Assert.Equal(seconds, (token.ExpiresOn - time.Start)?.TotalSeconds);
    }

    [Theory]
    [InlineData("refused", "nmi-unreachable", true)]
    [InlineData("hangs", "nmi-timeout", false)]
    [InlineData("400", "nmi-protocol", false)]
    [InlineData("401", "nmi-protocol", false)]
    [InlineData("301", "nmi-protocol", false)]
    [InlineData("403", "nmi-failed", true)]
    [InlineData("404", "pod-identity-not-assigned", true)]
    [InlineData("429 with Retry-After", "nmi-failed", true)]
    [InlineData("500", "nmi-failed", true)]
    [InlineData("503", "nmi-failed", true)]
    [InlineData("malformed", "nmi-failed", true)]
    [InlineData("empty", "nmi-failed", true)]
    [InlineData("huge", "nmi-protocol", false)]
    public async Task Every_fault_ends_in_a_code_of_its_own_and_only_passing_ones_are_tried_again(
        string fault, string code, bool tried)
    {
        nmi.Fails(fault);

        var error = await Fails();

        Assert.Equal(code, error.Code.Name);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        Assert.Equal(tried, nmi.Calls.Count > 1);
        Assert.Equal(tried || fault == "hangs" ? 110 : 0, time.Elapsed.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task Nmi_that_starts_late_and_an_identity_that_is_assigned_late_are_waited_for()
    {
        nmi.Refuses().Refuses().Responds(NmiErrorTests.NotAssigned, 404).Responds(Token);

        Assert.Equal("t", (await GetToken()).Text.Reveal());
        Assert.Equal(4, nmi.Calls.Count);
        Assert.InRange(time.Elapsed.TotalSeconds, 0.5, 40);
    }

    [Fact]
    public async Task A_failure_after_nmis_own_eighty_seconds_is_not_tried_again()
    {
        nmi.Responds(NmiErrorTests.NotAssigned, 404, after: TimeSpan.FromSeconds(80));

        var error = await Fails();

        Assert.Single(nmi.Calls);
        Assert.StartsWith("pod-identity-not-assigned: NMI found no identity assigned to pod shop/app-0 for 80 s. ",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_that_ends_a_wait_ends_with_what_the_last_response_meant()
    {
        nmi.Responds(NmiErrorTests.NotAssigned, 404);

        var error = await Fails(TimeSpan.FromMilliseconds(200));

        Assert.Equal(ErrorCodes.PodIdentityNotAssigned, error.Code);
        Assert.Equal(0.2, time.Elapsed.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task A_deadline_that_ends_a_further_attempt_ends_with_what_the_response_before_meant()
    {
        nmi.Responds(NmiErrorTests.NotAssigned, 404).Hangs();

        Assert.Equal(ErrorCodes.PodIdentityNotAssigned, (await Fails()).Code);
        Assert.Equal(2, nmi.Calls.Count);
    }

    private Task<IssuedToken> GetToken(TimeSpan? deadline = null) =>
        time.RunAsync(
            ended =>
                new NmiClient(new Uri("http://127.0.0.1:2579"), nmi.Settings).GetTokenAsync(
                    Pod, "https://vault.azure.net", ended), deadline);

    private Task<MountException> Fails(TimeSpan? deadline = null) =>
        Assert.ThrowsAsync<MountException>(() => GetToken(deadline));
}
