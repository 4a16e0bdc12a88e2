using Provider.Identity.Entra;
using Provider.Model;

namespace Provider.Tests.Identity;

/// <summary>What Entra refuses with: which code, which sentence, and never its own words.</summary>
public sealed class EntraErrorTests : IDisposable
{
    private readonly VirtualTime time = new();
    private readonly FakeEndpoint entra;

    public EntraErrorTests() => entra = new FakeEndpoint(time);

    public void Dispose() => entra.Dispose();

    [Theory]
    [InlineData(400, 70021, "federated-credential-missing")]
    [InlineData(400, 700211, "federated-credential-missing")]
    [InlineData(400, 700212, "federated-credential-missing")]
    [InlineData(401, 700213, "federated-credential-missing")]
    [InlineData(400, 700016, "application-not-found")]
    [InlineData(400, 90002, "tenant-not-found")]
    [InlineData(400, 900023, "tenant-not-found")]
    [InlineData(401, 700024, "assertion-not-valid-now")]
    [InlineData(401, 7000215, "client-secret-refused")]
    [InlineData(401, 7000222, "client-secret-refused")]
    [InlineData(401, 50013, "assertion-unverified")]
    [InlineData(400, 90061, "assertion-unverified")]
    [InlineData(400, 53003, "conditional-access")]
    [InlineData(400, 50005, "conditional-access")]
    [InlineData(400, 50196, "entra-throttled")]
    [InlineData(503, 90033, "entra-failed")]
    [InlineData(401, 7002131, "federated-credential-missing")]
    [InlineData(401, 7002138, "federated-credential-missing")]
    [InlineData(400, 500011, "entra-refused")]
    [InlineData(400, 900382, "entra-refused")]
    [InlineData(401, 7000229, "application-not-found")]
    [InlineData(401, 7000112, "entra-refused")]
    [InlineData(401, 700222, "entra-refused")]
    [InlineData(400, 123456, "entra-refused")]
    public async Task Entras_errors_are_reported_by_number_in_words_of_ours(int status, int number, string code)
    {
        entra.Responds(Error(number), status);

        var error = await Fails(Plans.WorkloadIdentity());

        Assert.Equal(code, error.Code.Name);
        Assert.Contains($"it responded {status} AADSTS{number}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500011, "invalid_resource", "cloudName")]
    [InlineData(900382, "invalid_request", "another cloud")]
    [InlineData(7000229, "unauthorized_client", "service principal")]
    [InlineData(7000112, "unauthorized_client", "disabled")]
    [InlineData(700222, "invalid_request", "issued by Entra itself")]
    [InlineData(7002138, "invalid_client", "differs in case")]
    [InlineData(123456, "invalid_client", "proof of the application's identity")]
    [InlineData(123456, "invalid_scope", "check cloudName")]
    [InlineData(123456, "canary", "Look the AADSTS number of the message up")]
    public async Task A_number_has_a_sentence_of_its_own_and_an_unknown_one_says_what_kind_of_refusal_it_is(
        int number, string kind, string sentence)
    {
        entra.Responds(Error(number).Replace("invalid_client", kind, StringComparison.Ordinal), 400);

        var error = await Fails(Plans.WorkloadIdentity());

        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(407)]
    [InlineData(302)]
    public async Task A_page_of_a_proxy_is_not_taken_for_entras(int status)
    {
        entra.Responds("<html>canary</html>", status);

        var error = await Fails(Plans.ServicePrincipal());

        Assert.Equal(ErrorCodes.EntraFailed, error.Code);
        Assert.Contains(
            $"it responded {status} without an Entra error: something between this node and Entra, such as a proxy",
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","error_description":"\ud800","error_codes":[700016]}""",
        "application-not-found")]
    [InlineData("""{"error":"\udfff","error_description":"AADSTS700016: x","error_codes":["\ud800",{}]}""",
        "application-not-found")]
    [InlineData("""{"error":[[]],"error_description":"AADSTS700016: x","error_codes":{"a":[1]}}""",
        "application-not-found")]
    [InlineData("""{"error":"x","error_description":"AADSTS700016: x","error_codes":[99999999999999999999]}""",
        "application-not-found")]
    [InlineData("""{"error":"x","error_description":"AADSTS700016: x","error_codes":[]}""", "application-not-found")]
    [InlineData("[]", "entra-failed")]
    [InlineData("null", "entra-failed")]
    [InlineData("\"\\ud800\"", "entra-failed")]
    public async Task Fields_of_other_types_and_lone_surrogates_are_read_as_absent(string body, string code)
    {
        entra.Responds(body, 400);

        Assert.Equal(code, (await Fails(Plans.ServicePrincipal())).Code.Name);
    }

    [Fact]
    public async Task An_issuer_that_is_a_lone_surrogate_is_left_out()
    {
        entra.Responds(Error(70021), 400);

        var error = await Fails(Plans.WorkloadIdentity(Plans.Jwt("""{"iss":"\ud800"}""")));

        Assert.Contains("with issuer of the cluster, subject", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_in_the_text_alone_is_found_too()
    {
        entra.Responds("""{"error":"invalid_client","error_description":"AADSTS7000215: canary"}""", 401);

        Assert.Equal(ErrorCodes.ClientSecretRefused, (await Fails(Plans.ServicePrincipal())).Code);
        Assert.Single(entra.Calls);
    }

    private static string Error(int number) =>
        $$"""{"error":"invalid_client","error_description":"AADSTS{{number}}: canary","error_codes":[{{number}}],"trace_id":"canary"}""";

    private Task<MountException> Fails(MountPlan plan) =>
        Assert.ThrowsAsync<MountException>(
            () => time.RunAsync(ended => new EntraClient(entra.Settings).GetTokenAsync(plan, ended)));
}
