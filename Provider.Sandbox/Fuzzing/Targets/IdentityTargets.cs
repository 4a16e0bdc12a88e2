using System.Collections.Immutable;
using System.Globalization;
using Provider.Http;
using Provider.Identity.Entra;
using Provider.Identity.PodIdentity;
using Provider.Identity.VmIdentity;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>
/// Inputs that determine the identity: secrets and tokens in a request, environment files, responses of NMI, IMDS and
/// Entra.
/// </summary>
internal static class IdentityTargets
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<byte[]> NmiBodies = AllTargets.Utf8(
        """{"token":{"access_token":"eyJ0","refresh_token":"","expires_in":"86399","expires_on":"1700000000","not_before":"1","resource":"https://vault.azure.net","token_type":"Bearer"},"clientid":"11111111-1111-1111-1111-111111111111"}""",
        """{"token":{"access_token":"eyJ0","expires_in":86399},"clientid":"x"}""",
        "adal: Refresh request failed. Status Code = '400'. "
            + "Response body: {\"error_description\":\"AADSTS7000215: x\"}",
        "getting assigned identities for pod shop/app-0 in CREATED state failed after 16 attempts",
        "secrets \"cred\" not found");

    private static readonly ImmutableArray<byte[]> TokenBodies = AllTargets.Utf8(
        """{"access_token":"eyJ0","expires_in":3599,"ext_expires_in":3599,"token_type":"Bearer"}""",
        """{"access_token":"eyJ0","expires_on":"1700000000","client_id":"x"}""");

    private static readonly ImmutableArray<byte[]> ErrorBodies = AllTargets.Utf8(
        """{"error":"invalid_client","error_description":"AADSTS700016: Application not found.","error_codes":[700016],"trace_id":"x"}""",
        """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret."}""");

    private static readonly ImmutableArray<byte[]> Claims = AllTargets.Utf8("""{"iss":"https://issuer.example/"}""");

    private static readonly Uri Address = new("http://127.0.0.1:2579/");
    private static readonly PodReference Pod = new("shop", "app-0", "uid", "app");

    private static readonly AccessMode.WorkloadIdentity Application =
        new("client",
            new ServiceAccountToken(new SecretText("e30.eyJpc3MiOiJpIn0.x"), "api://AzureADTokenExchange", null));

    private static readonly int[] Statuses = [200, 200, 302, 400, 401, 403, 404, 410, 429, 500, 503];

    private static readonly ImmutableArray<byte[]> Secrets = AllTargets.Utf8(
        """{"clientid":"11111111-1111-1111-1111-111111111111","clientsecret":"s"}""", "null",
        """{"csi.storage.k8s.io/serviceAccount.tokens":"{}","ClientId":"a","CLIENTSECRET":"b"}""");

    private static readonly ImmutableArray<byte[]> ServiceAccountTokens = AllTargets.Utf8(
        """{"api://AzureADTokenExchange":{"token":"eyJ0","expirationTimestamp":"2026-01-01T00:00:00Z"},"other":{"token":"x"}}""");

    private static readonly ImmutableArray<byte[]> CloudEnvironmentFiles = AllTargets.Utf8(
        """{"name":"stack","activeDirectoryEndpoint":"https://login.stack.example/adfs/","keyVaultEndpoint":"https://vault.stack.example","keyVaultDNSSuffix":"vault.stack.example"}""");

    private static readonly ImmutableArray<byte[]> Tokens = AllTargets.Utf8(
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud800", "null", "true", "0", "-1", "1e5", "1.5", "1e999",
        "252999999999", "9223372036854775807", "99999999999999999999", "\"\"", "\"a\"", "{}", "[]",
        "\"expires_on\":\"\",", "\"expires_in\":\"252999999999\",", "\"token\":", "\"access_token\":", "\"clientid\":",
        "\"CLIENTID\":\"\",", "\"error_codes\":[],", "\"error_codes\":[99999999999],",
        "\"error_description\":\"AADSTS", "AADSTS999999999", "\"expirationTimestamp\":\"9999-12-31T23:59:59+14:00\",",
        "\"keyVaultDNSSuffix\":\"", "https://", "https://[::1", "@", "xn--", "..", "%00", "\u00e9", "\u2028");

    public static ImmutableArray<FuzzTarget> Make() =>
    [
        new FuzzTarget("nmi", NmiBodies, Tokens, input => Read(new NmiEndpoint(Address, Pod), input), _ => false),
        new FuzzTarget("imds", TokenBodies, Tokens, input => Read(new ImdsEndpoint(Address, null), input), _ => false),
        new FuzzTarget("entra", [.. TokenBodies, .. ErrorBodies], Tokens, ReadEntra, _ => false),
        new FuzzTarget("token-issuer", Claims, Tokens, ReadIssuer, _ => false),
        new FuzzTarget("secrets", Secrets, Tokens, ReadSecrets, _ => false),
        new FuzzTarget("pod-tokens", ServiceAccountTokens, Tokens, ReadTokens, _ => false),
        new FuzzTarget("cloud-file", CloudEnvironmentFiles, Tokens, ReadCloud, _ => false),
    ];

    // With each status in turn, by the input's length.
    private static void Read(RemoteEndpoint endpoint, byte[] input)
    {
        using var response = new BufferedResponse(input, Statuses[input.Length % Statuses.Length]);
        var outcome = endpoint.Read(new Attempt(1, response, null, TimeSpan.Zero, TimeSpan.Zero, null, Now, 0.5));
        if (outcome is not Outcome.Success)
        {
            _ = outcome.ToException(null);
        }
    }

    private static void ReadEntra(byte[] input) => Read(
        new EntraEndpoint(
            new MountPlan(Pod, "class", Model.Cloud.Public, "demo", "tenant", Application, []), Application),
        input);

    private static void ReadIssuer(byte[] input) =>
        TokenIssuer.Read(new SecretText($"e30.{System.Buffers.Text.Base64Url.EncodeToString(input)}.x"));

    private static void ReadSecrets(byte[] input)
    {
        var problems = new ProblemList();
        var secret = NodePublishSecret.Read(AllTargets.Text(input), problems);
        secret.Require(ParameterNames.ServicePrincipalId, problems);
        secret.Require(ParameterNames.ServicePrincipalSecret, problems);
    }

    private static void ReadTokens(byte[] input) =>
        ServiceAccountTokenReader.Find(
            AllTargets.Text(input), [PlanSettings.ProxyAudience, PlanSettings.EntraAudience]);

    // Includes the vault's address, which is made from the file's suffix.
    private static void ReadCloud(byte[] input)
    {
        var place = new ProblemPlace(ParameterNames.CloudEnvironmentFile);
        if (CloudEnvironmentReader.Read(
            AllTargets.Text(input), "AzureStackCloud", place, new ProblemList()) is { } cloud)
        {
            _ = new Uri(
                string.Create(CultureInfo.InvariantCulture, $"https://{new string('a', 24)}.{cloud.VaultSuffix}/"));
        }
    }
}
