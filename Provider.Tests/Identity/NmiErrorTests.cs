using Provider.Identity.PodIdentity;
using Provider.Model;

namespace Provider.Tests.Identity;

/// <summary>What NMI refuses with: which code and sentence, and never its own words.</summary>
public sealed class NmiErrorTests : IDisposable
{
    internal const string NotAssigned =
        "getting assigned identities for pod shop/app-0 in CREATED state failed after 16 attempts, retry duration "
        + "[5]s, error: canary";

    private static readonly PodReference Pod = new("shop", "app-0", "uid", "app");

    private readonly VirtualTime time = new();
    private readonly FakeEndpoint nmi;

    public NmiErrorTests() => nmi = new FakeEndpoint(time);

    public void Dispose() => nmi.Dispose();

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
            + @"\[reason, NMI found no identity assigned to pod shop/app-0 for ([0-9]|10) s\] ", line);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
    }

    private Task<MountException> Fails() =>
        Assert.ThrowsAsync<MountException>(() => time.RunAsync(ended =>
            new NmiClient(new Uri("http://127.0.0.1:2579"), nmi.Settings).GetTokenAsync(
                Pod, "https://vault.azure.net", ended)));
}
