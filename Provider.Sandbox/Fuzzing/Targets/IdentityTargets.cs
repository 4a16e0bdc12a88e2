using System.Collections.Immutable;
using System.Globalization;
using Provider.Identity;
using Provider.Identity.Entra;
using Provider.Identity.PodIdentity;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>What decides as whom a vault is read: secrets and tokens in a request, environment files, answers of NMI and Entra.</summary>
internal static class IdentityTargets
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<byte[]> NmiAnswers = AllTargets.Utf8(
        """{"token":{"access_token":"eyJ0","refresh_token":"","expires_in":"86399","expires_on":"1700000000","not_before":"1","resource":"https://vault.azure.net","token_type":"Bearer"},"clientid":"11111111-1111-1111-1111-111111111111"}""",
        """{"token":{"access_token":"eyJ0","expires_in":86399},"clientid":"x"}""");

    private static readonly ImmutableArray<byte[]> TokenAnswers = AllTargets.Utf8(
        """{"access_token":"eyJ0","expires_in":3599,"ext_expires_in":3599,"token_type":"Bearer"}""",
        """{"access_token":"eyJ0","expires_on":"1700000000","client_id":"x"}""");

    private static readonly ImmutableArray<byte[]> EntraErrors = AllTargets.Utf8(
        """{"error":"invalid_client","error_description":"AADSTS700016: Application not found.","error_codes":[700016],"trace_id":"x"}""",
        """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret."}""");

    private static readonly ImmutableArray<byte[]> Secrets = AllTargets.Utf8(
        """{"clientid":"11111111-1111-1111-1111-111111111111","clientsecret":"s"}""", "null",
        """{"csi.storage.k8s.io/serviceAccount.tokens":"{}","ClientId":"a","CLIENTSECRET":"b"}""");

    private static readonly ImmutableArray<byte[]> ServiceAccountTokens = AllTargets.Utf8(
        """{"api://AzureADTokenExchange":{"token":"eyJ0","expirationTimestamp":"2026-01-01T00:00:00Z"},"other":{"token":"x"}}""");

    private static readonly ImmutableArray<byte[]> CloudFiles = AllTargets.Utf8(
        """{"name":"stack","activeDirectoryEndpoint":"https://login.stack.example/adfs/","keyVaultEndpoint":"https://vault.stack.example","keyVaultDNSSuffix":"vault.stack.example"}""");

    private static readonly ImmutableArray<byte[]> Tokens = AllTargets.Utf8(
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud800", "null", "true", "0", "-1", "1e5", "1.5", "1e999", "252999999999", "9223372036854775807", "99999999999999999999", "\"\"", "\"a\"", "{}", "[]",
        "\"expires_on\":\"\",", "\"expires_in\":\"252999999999\",", "\"token\":", "\"access_token\":", "\"clientid\":", "\"CLIENTID\":\"\",", "\"error_codes\":[],", "\"error_codes\":[99999999999],",
        "\"error_description\":\"AADSTS", "AADSTS999999999", "\"expirationTimestamp\":\"9999-12-31T23:59:59+14:00\",", "\"keyVaultDNSSuffix\":\"", "https://", "https://[::1", "@", "xn--", "..", "%00", "\u00e9", "\u2028");

    /// <summary>Makes the targets.</summary>
    public static ImmutableArray<FuzzTarget> Make() =>
    [
        new FuzzTarget("nmi", NmiAnswers, Tokens, input => NmiAnswer.Read(input, Now), _ => false),
        new FuzzTarget("token-answer", TokenAnswers, Tokens, input => TokenAnswer.Read(input, Now), _ => false),
        new FuzzTarget("entra-error", EntraErrors, Tokens, input => EntraAnswer.ErrorNumber(input), _ => false),
        new FuzzTarget("secrets", Secrets, Tokens, ReadSecrets, _ => false),
        new FuzzTarget("pod-tokens", ServiceAccountTokens, Tokens, ReadTokens, _ => false),
        new FuzzTarget("cloud-file", CloudFiles, Tokens, ReadCloud, _ => false),
    ];

    private static void ReadSecrets(byte[] input)
    {
        var problems = new ProblemList();
        var secret = NodePublishSecret.Read(AllTargets.Text(input), problems);
        secret.Require(ParameterNames.ServicePrincipalId, problems);
        secret.Require(ParameterNames.ServicePrincipalSecret, problems);
    }

    private static void ReadTokens(byte[] input) =>
        ServiceAccountTokenReader.Find(AllTargets.Text(input), [PlanSettings.ProxyAudience, PlanSettings.EntraAudience]);

    // As far as the vault's address, which is made of the file's suffix.
    private static void ReadCloud(byte[] input)
    {
        var place = new ProblemPlace(ParameterNames.CloudEnvironmentFile);
        if (CloudEnvironmentReader.Read(AllTargets.Text(input), "AzureStackCloud", place, new ProblemList()) is { } cloud)
        {
            _ = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://{new string('a', 24)}.{cloud.VaultSuffix}/"));
        }
    }
}
