using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Provider.Sandbox.Driver;

/// <summary>Issues service-account tokens, as the cluster does when the CSIDriver object has tokenRequests.</summary>
// The signature is noise: the sandbox does not check it.
internal sealed class ClusterIssuer(string issuer, TimeProvider time)
{
    public string Issuer => issuer;

    public static string SubjectOf(string podNamespace, string serviceAccount) =>
        $"system:serviceaccount:{podNamespace}:{serviceAccount}";

    public ServiceAccountToken Issue(
        string podNamespace, string serviceAccount, string audience, TimeSpan? lifetime = null)
    {
        var now = time.GetUtcNow();
        var expires = now + (lifetime ?? TimeSpan.FromHours(1));
        var claims = JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = issuer,
            sub = SubjectOf(podNamespace, serviceAccount),
            aud = new[] { audience },
            exp = expires.ToUnixTimeSeconds(),
            iat = now.ToUnixTimeSeconds(),
            nbf = now.ToUnixTimeSeconds(),
        });
        var header = """{"alg":"RS256","kid":"sandbox"}"""u8;
        var signature = RandomNumberGenerator.GetBytes(256);
        return new(
            $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(signature)}", expires);
    }
}
