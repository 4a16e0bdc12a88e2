using Provider.Identity.PodIdentity;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Tests.Identity;

public sealed class NmiClientTests : IDisposable
{
    private const string Token =
        """{"token":{"access_token":"t","expires_in":"86399","expires_on":"946771200","token_type":"Bearer"},"clientid":"c"}""";
    private const string NotAssigned =
        "getting assigned identities for pod shop/app-0 in CREATED state failed after 16 attempts, retry duration "
        + "[5]s, error: canary";

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

    [Theory]
    [InlineData(404, "no azure identity found for request clientID canary", "pod-identity-not-assigned", true)]
    [InlineData(403, "adal: Refresh request failed. Status Code = '400'. Response body: canary", "pod-identity-refused",
        false)]
    [InlineData(403, "adal: Refresh request failed. Status Code = '401'. Response body: canary", "pod-identity-refused",
        false)]
    [InlineData(403, "adal: Refresh request failed. Status Code = '404'. Response body: canary", "pod-identity-refused",
        true)]
    [InlineData(403, "adal: Refresh request failed. Status Code = '410'. Response body: canary", "pod-identity-refused",
        true)]
    [InlineData(403, "adal: Refresh request failed. Status Code = '429'. Response body: canary", "pod-identity-refused",
        true)]
    [InlineData(403, "adal: Refresh request failed. Status Code = '502'. Response body: canary", "pod-identity-refused",
        true)]
    [InlineData(403, "adal: Failed to unmarshal the service principal token JSON. JSON: {access_token:canary}",
        "nmi-failed", true)]
    [InlineData(500, "request remote address is not from a host", "nmi-refuses-caller", false)]
    [InlineData(500, "runtime error: index out of range [0] with length 0", "pod-identity-misconfigured", false)]
    [InlineData(503, "parameter 'secret' cannot be empty", "pod-identity-misconfigured", false)]
    [InlineData(503, "pkcs12: decryption password incorrect", "pod-identity-misconfigured", false)]
    [InlineData(503, "unsupported identity type 7", "pod-identity-misconfigured", false)]
    [InlineData(503, "failed to get Kubernetes secret canary", "pod-identity-misconfigured", false)]
    [InlineData(503, "adal: Failed to execute the refresh request. Error = canary", "pod-identity-refused", true)]
    [InlineData(403, "adal: Failed to execute the refresh request. Error = canary", "pod-identity-refused", true)]
    [InlineData(403, "no AzureAssignedIdentity found for pod:shop/app-0 in assigned state", "pod-identity-not-assigned",
        true)]
    [InlineData(403, NotAssigned, "pod-identity-not-assigned", true)]
    [InlineData(403,
        "getting assigned identities for pod shop/app-0 in ASSIGNED state failed after 20 attempts, retry duration "
        + "[5]s, error: canary", "pod-identity-not-assigned", true)]
    [InlineData(403, "no azure identity found for request clientID canary", "pod-identity-not-assigned", true)]
    [InlineData(403, "failed to get pod shop/app-0, err: pod with key shop/app-0 doesn't exist",
        "pod-identity-not-assigned", true)]
    [InlineData(403, "secrets \"canary\" not found", "pod-identity-misconfigured", false)]
    [InlineData(403, "failed to get Kubernetes secret shop/canary, err: secrets \"canary\" not found",
        "pod-identity-misconfigured", false)]
    [InlineData(403, "parameter 'secret' cannot be empty", "pod-identity-misconfigured", false)]
    [InlineData(403, "unsupported identity type 7", "pod-identity-misconfigured", false)]
    [InlineData(403, "pkcs12: decryption password incorrect", "pod-identity-misconfigured", false)]
    [InlineData(403, "adal: Refresh request failed. Status Code = 'abc'", "nmi-failed", true)]
    [InlineData(403,
        "adal: Refresh request failed. Status Code = '400'. Response body: unsupported identity type, request remote "
        + "address is not from a host", "pod-identity-refused", false)]
    [InlineData(200, """{"token":{"access_token":""},"clientid":""}""", "nmi-failed", true)]
    public async Task Nmis_texts_distinguish_what_its_statuses_do_not(int status, string body, string code, bool tried)
    {
        nmi.Responds(body, status);

        var error = await Fails();

        Assert.Equal(code, error.Code.Name);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(tried, nmi.Calls.Count > 1);
    }

    [Fact]
    public async Task Nmi_that_starts_late_and_an_identity_that_is_assigned_late_are_waited_for()
    {
        nmi.Refuses().Refuses().Responds(NotAssigned, 404).Responds(Token);

        Assert.Equal("t", (await GetToken()).Text.Reveal());
        Assert.Equal(4, nmi.Calls.Count);
        Assert.InRange(time.Elapsed.TotalSeconds, 0.5, 40);
    }

    [Fact]
    public async Task A_failure_after_nmis_own_eighty_seconds_is_not_tried_again()
    {
        nmi.Responds(NotAssigned, 404, after: TimeSpan.FromSeconds(80));

        var error = await Fails();

        Assert.Single(nmi.Calls);
        Assert.StartsWith("pod-identity-not-assigned: NMI found no identity assigned to pod shop/app-0 for 80 s. ",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_mic_cannot_put_on_the_node_is_not_blamed_on_the_binding()
    {
        nmi.Responds(
            "getting assigned identities for pod shop/app-0 in ASSIGNED state failed after 20 attempts, retry "
            + "duration [5]s, error: x", 403, after: TimeSpan.FromSeconds(100));

        var error = await Fails();

        Assert.StartsWith(
            "pod-identity-not-assigned: NMI found the identity of pod shop/app-0 assigned, but not yet on this node "
            + "for 100 s. ", error.Message, StringComparison.Ordinal);
        Assert.Contains("binding and the pod's label are fine",
            error.Message.Replace("AzureIdentityB", "b", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("MIC's log", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("selector", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","error_description":"AADSTS7000215: canary"}""", "AADSTS7000215")]
    [InlineData("""{"error":"invalid_client","error_description":"AADSTS7000222: canary"}""", "AADSTS7000222")]
    [InlineData("""{"error":"unauthorized_client","error_description":"AADSTS700016: canary"}""", "AADSTS700016")]
    public async Task A_service_principal_that_entra_refuses_is_named_with_the_number_and_the_fields_to_check(
        string body, string number)
    {
        nmi.Responds("adal: Refresh request failed. Status Code = '401'. Response body: " + body, 403);

        var error = await Fails();

        Assert.Equal(ErrorCodes.PodIdentityRefused, error.Code);
        Assert.Contains($"Azure responded 401 {number}. ", error.Message, StringComparison.Ordinal);
        Assert.Contains("clientPassword", error.Message, StringComparison.Ordinal);
        Assert.Contains("tenantID", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_says_what_nmi_itself_waits_for()
    {
        nmi.Hangs();

        var error = await Fails();

        Assert.StartsWith(
            "nmi-timeout: NMI at http://127.0.0.1:2579/ did not respond for pod shop/app-0 within 110 s. ",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("112 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("IMDS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_of_more_than_ten_seconds_is_logged_once_with_what_is_waited_for()
    {
        nmi.Responds("no azure identity found for request clientID canary", 404);

        await Fails();

        var line = Assert.Single(nmi.Log, line => line.Contains("still waiting", StringComparison.Ordinal));
        Assert.Matches(
            @"^still waiting \[endpoint, nmi\] \[code, pod-identity-not-assigned\] "
            + @"\[reason, NMI found no identity assigned to pod shop/app-0 for [0-9] s\] ", line);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_that_ends_a_wait_ends_with_what_the_last_response_meant()
    {
        nmi.Responds(NotAssigned, 404);

        var error = await Fails(TimeSpan.FromMilliseconds(200));

        Assert.Equal(ErrorCodes.PodIdentityNotAssigned, error.Code);
        Assert.Equal(0.2, time.Elapsed.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task A_deadline_that_ends_a_further_attempt_ends_with_what_the_response_before_meant()
    {
        nmi.Responds(NotAssigned, 404).Hangs();

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
