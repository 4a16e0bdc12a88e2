using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Provider.Sandbox.Driver;

/// <summary>Issues service-account tokens, as the cluster does when the CSIDriver object has tokenRequests.</summary>
// The signature is random: the sandbox does not verify it.
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
        return new($"{Encode(header)}.{Encode(claims)}.{Encode(signature)}", expires);
    }

    private static string Encode(ReadOnlySpan<byte> part) => Base64Url.EncodeToString(part);
}

/// <summary>A service-account token as kubelet hands it over.</summary>
internal sealed record ServiceAccountToken(string Text, DateTimeOffset ExpiresOn)
{
    public override string ToString() => nameof(ServiceAccountToken);
}
