using System.Text;
using Provider.Http;
using Provider.KeyVault;
using Provider.Model;
using Provider.Sandbox.Fuzzing.Targets;

namespace Provider.Tests.KeyVault;

/// <summary>What each response of a vault means: a success, a retry or a failure, with which code and text.</summary>
public sealed class VaultEndpointTests
{
    private const string Html = "<html><body>blocked</body></html>";

    private static readonly Uri Vault = new("https://demo.vault.azure.net/");

    [Theory]
    [InlineData(401, """{"error":{"code":"Unauthorized","message":"AKV10046: Unable to resolve."}}""", true,
        "vault-failed", "cannot check tokens at the moment")]
    [InlineData(401, """{"error":{"code":"Unauthorized","message":"AKV10022: Invalid audience."}}""", false,
        "vault-unauthorized", "another resource")]
    [InlineData(401, "", false, "vault-unauthorized", "responded 401")]
    [InlineData(401, Html, false, "vault-failed", "a proxy or gateway")]
    [InlineData(403, Html, false, "vault-failed", "responded 403 without an error of Key Vault")]
    [InlineData(404, Html, false, "vault-failed", "a proxy or gateway")]
    [InlineData(407, Html, false, "vault-failed", "a proxy or gateway")]
    [InlineData(302, "", false, "vault-failed", "a proxy or gateway")]
    [InlineData(200, Html, false, "vault-failed", "200, and not the secret that was asked for")]
    [InlineData(200, "{}", false, "vault-failed", "200, and not the secret that was asked for")]
    [InlineData(429, Html, true, "vault-throttled", "responded 429")]
    [InlineData(503, Html, true, "vault-failed", "responded 503")]
    [InlineData(409, """{"error":{"code":"Conflict","innererror":{"code":"ObjectIsBeingRecovered"}}}""", true,
        "vault-failed", "is being recovered")]
    [InlineData(409, """{"error":{"code":"Conflict","innererror":{"code":"ObjectIsDeletedButRecoverable"}}}""", false,
        "object-not-found", "can be recovered")]
    [InlineData(400, """{"error":{"code":"BadParameter"}}""", false, "vault-failed", "responded 400 BadParameter")]
    public void A_response_is_read_once_for_all(int status, string body, bool isRetried, string code, string said)
    {
        var outcome = Read(status, body);

        Assert.Equal(isRetried, outcome is Outcome.Retry);
        Assert.Equal(code, outcome.Code?.Name);
        Assert.Contains(said, outcome.ToException(null).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("blocked", outcome.ToException(null).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_no_vault_can_have_is_named_as_such()
    {
        var outcome = Read(400, """{"error":{"code":"BadParameter"}}""", version: "not-a-version");

        Assert.Equal(ErrorCodes.ObjectNotFound, outcome.Code);
        Assert.Contains(
            "Set objectVersion to a version id", outcome.ToException(null).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_403_names_the_identity_that_asked()
    {
        var body = """{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"}}}""";

        Assert.Contains("the identity \"app-me\" has no role", Read(403, body, TestToken.Of("me"))
            .ToException(null).Message, StringComparison.Ordinal);
        Assert.Contains(
            "the identity \"o\" has no role",
            Read(403, body, TestToken.WithPayload("""{"iss":"i","tid":"t","oid":"o"}"""))
                .ToException(null).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"https://demo/certificates/name/v1","attributes":{"enabled":false}}""", "certificate-pending")]
    [InlineData("""{"id":"https://demo/certificates/name/v1","kid":"https://demo/keys/name/v1","attributes":{"enabled":false}}""", "vault-failed")]
    [InlineData("""{"id":"https://demo/certificates/name/v1","attributes":{"enabled":true}}""", "vault-failed")]
    public void A_certificate_that_is_not_issued_yet_has_a_code_of_its_own(string body, string code) =>
        Assert.Equal(code, Read(200, body, type: ObjectType.Certificate).Code?.Name);

    [Theory]
    [InlineData("""{"enabled":false}""", "disabled")]
    [InlineData("""{"enabled":true,"exp":1}""", "expired at 1970-01-01T00:00:01Z")]
    [InlineData("""{"enabled":true,"nbf":4102444800}""", "not valid before 2100-01-01")]
    [InlineData("""{"enabled":true,"exp":4102444800,"nbf":1}""", null)]
    public void A_version_that_is_disabled_expired_or_not_valid_yet_is_read_with_a_note(string attributes, string? note)
    {
        var read = Assert.IsType<VaultObjectRead>(
                Read(200, $$"""{"id":"https://demo/secrets/name/v1","value":"v","attributes":{{attributes}}}"""));

        Assert.Equal(note is not null, read.Object.Note is not null);
        Assert.Contains(note ?? "", read.Object.Note ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://vault.azure.net", "11111111-1111-1111-1111-111111111111", "vault-unauthorized")]
    [InlineData("https://vault.azure.net/", "11111111-1111-1111-1111-111111111111", "vault-unauthorized")]
    [InlineData("https://vault.azure.net", "contoso.example", "vault-unauthorized")]
    [InlineData("https://vault.azure.net", "22222222-2222-2222-2222-222222222222", "vault-tenant-mismatch")]
    [InlineData("https://graph.microsoft.com", "11111111-1111-1111-1111-111111111111", "token-resource-refused")]
    [InlineData("https://vault.azure.net.evil.example", "11111111-1111-1111-1111-111111111111",
        "token-resource-refused")]
    public void A_challenge_is_judged_from_the_401_that_has_just_come(string resource, string tenant, string code) =>
        Assert.Equal(code, Read(
            401, "",
            challenge: $"Bearer authorization=\"https://login.microsoftonline.com/{tenant}\", "
                + $"resource=\"{resource}\"").Code?.Name);

    [Theory]
    [InlineData("https://vault.stack.onmicrosoft.com/5f4f")]
    [InlineData("https://vault.adfs.stack.example/5f4f")]
    public void The_challenge_of_an_azure_stack_hub_is_accepted_for_every_type(string resource)
    {
        foreach (var type in Enum.GetValues<ObjectType>())
        {
            var outcome = Read(
                401, "", type: type, resource: resource,
                challenge: $"Bearer authorization=\"https://adfs.stack.example/adfs\", resource=\"{resource}/\"");

            Assert.Equal(ErrorCodes.VaultUnauthorized, outcome.Code);
        }
    }

    private static Outcome Read(
        int status, string body, string token = "token", string? version = null, ObjectType type = ObjectType.Secret,
        string resource = "https://vault.azure.net", string? challenge = null)
    {
        var caller = new VaultCaller(
            VaultCredential.Of(new SecretText(token), [1]), resource,
            Guid.Parse("11111111-1111-1111-1111-111111111111"));
        using var response = new BufferedResponse(
            Encoding.UTF8.GetBytes(body), status, challenge is null ? [] : [("WWW-Authenticate", challenge)]);
        return new VaultEndpoint(Vault, type, "name", version, IsList: false, caller).Read(
            new Attempt(1, response, null, TimeSpan.Zero, TimeSpan.Zero, null,
                new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), 0.5));
    }
}
