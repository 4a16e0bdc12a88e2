using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>Writes public keys as the service's JSON web keys do (RFC 7517, without the <c>kid</c>).</summary>
internal static class JsonWebKey
{
    public static JsonObject PublicHalf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ec = certificate.GetECDsaPublicKey();
        return PublicHalf((AsymmetricAlgorithm?)rsa ?? ec
            ?? throw new ArgumentException("neither RSA nor EC", nameof(certificate)));
    }

    public static JsonObject PublicHalf(AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => Rsa(rsa.ExportParameters(false)),
        ECDsa ec => Ec(ec.ExportParameters(false)),
        _ => throw new ArgumentException($"no JSON web key for {key.GetType().Name}", nameof(key)),
    };

    private static JsonObject Rsa(RSAParameters parameters) => new()
    {
        ["kty"] = "RSA",
        ["key_ops"] = new JsonArray("encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"),
        ["n"] = Text(parameters.Modulus!),
        ["e"] = Text(parameters.Exponent!),
    };

    private static JsonObject Ec(ECParameters parameters) => new()
    {
        ["kty"] = "EC",
        ["key_ops"] = new JsonArray("sign", "verify"),
        ["crv"] = CurveName(parameters.Curve),
        ["x"] = Text(parameters.Q.X!),
        ["y"] = Text(parameters.Q.Y!),
    };

    private static string CurveName(ECCurve curve) => curve.Oid.Value switch
    {
        "1.2.840.10045.3.1.7" => "P-256",
        "1.3.132.0.34" => "P-384",
        "1.3.132.0.35" => "P-521",
        "1.3.132.0.10" => "P-256K",
        var other => throw new ArgumentException($"the service has no curve {other}", nameof(curve)),
    };

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
