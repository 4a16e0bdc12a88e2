using System.Buffers.Text;
using System.Collections.Immutable;
using Provider.Content;
using Provider.Http;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>Responses of Key Vault.</summary>
internal static class ResponseTargets
{
    private static readonly VaultCaller Caller = new(
        VaultCredential.Of(new SecretText("token"), [1]), Model.Cloud.Public.TokenResource, null);

    private static readonly ImmutableArray<byte[]> Keys = AllTargets.Utf8(
        """{"key":{"kid":"https://demo.vault.azure.net/keys/k/0123456789abcdef","kty":"RSA","key_ops":["sign"],"n":"wJ3xg-5v_0a2","e":"AQAB"},"attributes":{"enabled":true,"created":1}}""",
        """{"key":{"kid":"https://demo.vault.azure.net/keys/k/1","kty":"EC-HSM","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI"}}""",
        """{"key":{"kid":"https://demo.vault.azure.net/keys/k/1","kty":"EC","crv":"P-256K","x":"AQ","y":"Ag"}}""");

    private static readonly ImmutableArray<byte[]> Versions = AllTargets.Utf8(
        """{"value":[{"kid":"https://demo.vault.azure.net/keys/k/1","attributes":{"enabled":true,"created":1700000000}},{"kid":"https://demo.vault.azure.net/keys/k/2","attributes":{"enabled":false,"created":1700000001}}],"nextLink":"https://demo.vault.azure.net:443/keys/k/versions?api-version=7.4&$skiptoken=x"}""",
        """{"value":null,"nextLink":null}""");

    private static readonly ImmutableArray<byte[]> VaultErrors = AllTargets.Utf8(
        """{"error":{"code":"Forbidden","message":"Caller is not authorized.","innererror":{"code":"ForbiddenByRbac"}}}""",
        """{"error":{"code":"Unauthorized","message":"AKV10022: Invalid audience."}}""",
        """{"error":{"code":"SecretNotFound","message":"not there","innererror":null}}""");

    private static readonly ImmutableArray<byte[]> Tokens = AllTargets.Utf8(
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud800", "null", "true", "false", "0", "-1", "1e5", "1.5", "1e999",
        "251999999999", "9223372036854775807", "99999999999999999999",
        "\"\"", "\"a\"", "{}", "[]", "{\"error\":", "{\"innererror\":{\"code\":", "\"code\":", "\"attributes\":",
        "\"created\":", "\"expires_on\":", "\"expires_in\":", "\"expires_in\":\"252999999999\",",
        "\"expires_on\":\"\",", "\"token\":", "\"access_token\":",
        "\"kid\":", "\"kty\":\"RSA\"", "\"crv\":\"P-521\"", "\"nextLink\":", "https://", "//", "/", "=", "==", "_", "-",
        "\u00e9", "[{\"kid\":", "\"clientid\":");

    public static ImmutableArray<FuzzTarget> Make() =>
    [
        new FuzzTarget("key", Keys, Tokens, ReadKey, _ => false),
        new FuzzTarget(
            "key-versions", Versions, Tokens, input => Read(ObjectType.Key, "k", input, isList: true), _ => false),
        new FuzzTarget("secret", Secrets, Tokens, input => Read(ObjectType.Secret, "s", input), _ => false),
        new FuzzTarget(
            "certificate", Certificates, Tokens, input => Read(ObjectType.Certificate, "c", input), _ => false),
        new FuzzTarget("token-claims", AccessTokens, Tokens, ReadClaims, _ => false),
        new FuzzTarget("vault-error", VaultErrors, Tokens,
            input => Read(ObjectType.Secret, "s", input, 401 + (input.Length % 3)), _ => false),
    ];

    private static readonly ImmutableArray<byte[]> Secrets = AllTargets.Utf8(
        """{"id":"https://demo.vault.azure.net/secrets/s/1","value":"v","contentType":"text/plain","kid":"x","attributes":{"enabled":true,"exp":1}}""");

    private static readonly ImmutableArray<byte[]> Certificates = AllTargets.Utf8(
        """{"id":"https://demo.vault.azure.net/certificates/c/1","cer":"AQID","attributes":{"enabled":true,"updated":1}}""");

    private static readonly ImmutableArray<byte[]> AccessTokens = AllTargets.Utf8(
        """{"iss":"https://sts.windows.net/a/","tid":"a","oid":"b","appid":"c","azp":"d","exp":1700000000}""");

    // Both ends of it: the numbers of a key that could be read become its file.
    private static void ReadKey(byte[] input)
    {
        if (Read(ObjectType.Key, "k", input) is not VaultObjectRead { Object: VaultKey key })
        {
            return;
        }

        try
        {
            PublicKeyFile.Make(Entries.Of(ObjectType.Key), key);
        }
        catch (MountException)
        {
            // The key has no such file.
        }
    }

    private static Outcome Read(ObjectType type, string name, byte[] input, int status = 200, bool isList = false)
    {
        using var response = new BufferedResponse(input, status);
        var outcome = new VaultEndpoint(new Uri("https://demo.vault.azure.net/"), type, name, null, isList, Caller)
            .Read(new Attempt(1, response, null, TimeSpan.Zero, TimeSpan.Zero, null, DateTimeOffset.UnixEpoch, 0.5));
        if (outcome is not Outcome.Success)
        {
            _ = outcome.ToException(null);
        }

        return outcome;
    }

    private static void ReadClaims(byte[] input) => TokenClaims.Read($"e30.{Base64Url.EncodeToString(input)}.x", out _);
}
