using Provider.Http;
using Provider.Identity.Entra;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Tests.Identity;

public sealed class EntraClientTests : IDisposable
{
    private const string Token =
        """{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"t"}""";

    private readonly VirtualTime time = new();
    private readonly FakeEndpoint entra;

    public EntraClientTests() => entra = new FakeEndpoint(time);

    public static TheoryData<string, string> Clouds => new()
    {
        { "AzurePublicCloud", "https://login.microsoftonline.com/" },
        { "AzureUSGovernmentCloud", "https://login.microsoftonline.us/" },
        { "AzureChinaCloud", "https://login.chinacloudapi.cn/" },
        { "AzureGermanCloud", "https://login.microsoftonline.de/" },
    };

    public void Dispose() => entra.Dispose();

    [Fact]
    public async Task A_client_secret_is_sent_in_a_form_and_nothing_is_asked_before()
    {
        entra.Responds(Token);

        var token = await GetToken(Plans.ServicePrincipal());

        var call = entra.Only;
        Assert.Equal(("POST", $"https://login.microsoftonline.com/{Plans.Tenant}/oauth2/v2.0/token"),
            (call.Method, call.Uri.AbsoluteUri));
        Assert.Equal("application/x-www-form-urlencoded", call.Headers["Content-Type"]);
        Assert.Equal(
            $"grant_type=client_credentials&client_id={Plans.ClientId}&scope=https%3A%2F%2Fvault.azure.net%2F.default&client_secret=s%26cret%3D%2F",
            call.Body);
        Assert.Equal(time.Start.AddSeconds(3599), token.ExpiresOn);
    }

    [Fact]
    public async Task Ad_fs_is_asked_at_its_own_endpoint_with_the_same_form_and_nothing_is_asked_before()
    {
        entra.Responds(Token);
        var stack =
            new Cloud("AzureStackCloud", new Uri("https://adfs.stack.example/adfs/"), "https://vault.stack.example",
                "vault.stack.example");

        await GetToken(Plans.ServicePrincipal() with { Cloud = stack, Tenant = "adfs" });

        var call = entra.Only;
        Assert.Equal(("POST", "https://adfs.stack.example/adfs/oauth2/token"), (call.Method, call.Uri.AbsoluteUri));
        Assert.Equal(
            $"grant_type=client_credentials&client_id={Plans.ClientId}&scope=https%3A%2F%2Fvault.stack.example%2F.default&client_secret=s%26cret%3D%2F",
            call.Body);
    }

    [Fact]
    public async Task A_service_account_token_is_sent_as_an_assertion()
    {
        entra.Responds(Token);

        await GetToken(Plans.WorkloadIdentity("a.b.c"));

        Assert.Equal(
            $"grant_type=client_credentials&client_id={Plans.ClientId}&scope=https%3A%2F%2Fvault.azure.net%2F.default"
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a.b.c",
            entra.Only.Body);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Each_cloud_is_asked_at_its_own_authority_and_no_other_is_asked_at_all(
        string cloud, string authority)
    {
        entra.Responds(Token);
        Cloud[] all = [Cloud.Public, Cloud.UsGovernment, Cloud.China, Cloud.German];
        var plan = Plans.WorkloadIdentity() with { Cloud = all.Single(one => one.Name == cloud) };

        await GetToken(plan);

        Assert.Equal($"{authority}{Plans.Tenant}/oauth2/v2.0/token", entra.Only.Uri.AbsoluteUri);
        Assert.Contains(
            Uri.EscapeDataString(plan.Cloud.TokenResource + "/.default"), entra.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_federated_credential_is_reported_with_everything_that_it_needs_and_waited_for_a_little()
    {
        entra.Responds(Error(700213), 401);
        var token = Plans.Jwt("""{"iss":"https://issuer.example/abc/","sub":"system:serviceaccount:evil:evil"}""");

        var error = await Fails(Plans.WorkloadIdentity(token));

        Assert.Contains(
            "a federated credential with issuer \"https://issuer.example/abc/\", subject "
            + "system:serviceaccount:shop:app and audience api://AzureADTokenExchange",
            error.Message, StringComparison.Ordinal);
        Assert.InRange(time.Elapsed.TotalSeconds, 20, 60);
        Assert.InRange(entra.Calls.Count, 3, 20);
    }

    [Fact]
    public async Task A_federated_credential_that_has_just_been_made_is_there_at_the_next_try()
    {
        entra.Responds(Error(70021), 400).Responds(Token);

        Assert.Equal("t", (await GetToken(Plans.WorkloadIdentity())).Text.Reveal());
    }

    [Fact]
    public async Task A_throttled_request_is_made_again_after_exactly_the_time_that_entra_asks_for()
    {
        entra.Responds("", 429, headers: ("Retry-After", "7")).Responds(Token);

        await GetToken(Plans.ServicePrincipal());

        Assert.Equal([0, 7], entra.Calls.Select(call => call.At.TotalSeconds));
        Assert.Equal(entra.Calls.First().Body, entra.Calls.Last().Body);
    }

    [Theory]
    [InlineData(9, 0, 1)]
    [InlineData(61, 20, 1)]
    [InlineData(8, 0, 2)]
    public async Task A_wait_that_would_outlast_the_mount_is_not_begun_and_is_named(int asked, int after, int calls)
    {
        entra.Responds("", 429, TimeSpan.FromSeconds(after), ("Retry-After", $"{asked}"));
        using var mount = CallDeadline.Begin(TimeSpan.FromSeconds(after + 9), time);

        var error = await Fails(Plans.ServicePrincipal());

        Assert.Equal(ErrorCodes.EntraThrottled, error.Code);
        Assert.Contains($"it responded 429 and asks to wait {asked} s", error.Message, StringComparison.Ordinal);
        Assert.Equal(calls, entra.Calls.Count);
        Assert.Equal(after + ((calls - 1) * asked), time.Elapsed.TotalSeconds);
    }

    [Theory]
    [InlineData("refused", "entra-unreachable", true, 30)]
    [InlineData("hangs", "entra-timeout", false, 110)]
    [InlineData("302", "entra-failed", false, 0)]
    [InlineData("400", "entra-failed", false, 0)]
    [InlineData("401", "entra-failed", false, 0)]
    [InlineData("403", "entra-failed", false, 0)]
    [InlineData("404", "entra-failed", false, 0)]
    [InlineData("429 with Retry-After", "entra-throttled", true, 110)]
    [InlineData("500", "entra-failed", true, 110)]
    [InlineData("503", "entra-failed", true, 110)]
    [InlineData("malformed", "entra-failed", false, 0)]
    [InlineData("empty", "entra-failed", false, 0)]
    [InlineData("huge", "entra-failed", false, 0)]
    public async Task Every_fault_ends_in_a_code_of_its_own_and_only_passing_ones_are_tried_again(
        string fault, string code, bool tried, int seconds)
    {
        entra.Fails(fault);

        var error = await Fails(Plans.ServicePrincipal());

        Assert.Equal(code, error.Code.Name);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s&cret", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(tried, entra.Calls.Count > 1);
        Assert.InRange(time.Elapsed.TotalSeconds, seconds - 0.001, seconds == 30 ? 62 : seconds + 0.001);
    }

    private static string Error(int number) =>
        $$"""{"error":"invalid_client","error_description":"AADSTS{{number}}: canary","error_codes":[{{number}}],"trace_id":"canary"}""";

    private Task<IssuedToken> GetToken(MountPlan plan) =>
        time.RunAsync(ended => new EntraClient(entra.Settings).GetTokenAsync(plan, ended));

    private Task<MountException> Fails(MountPlan plan) => Assert.ThrowsAsync<MountException>(() => GetToken(plan));
}
