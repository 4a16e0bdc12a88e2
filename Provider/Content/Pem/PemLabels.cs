using System.Collections.Frozen;

namespace Provider.Content.Pem;

/// <summary>The labels of PEM blocks (RFC 7468).</summary>
internal static class PemLabels
{
    public const string Certificate = "CERTIFICATE";
    public const string PrivateKey = "PRIVATE KEY";
    public const string RsaPrivateKey = "RSA PRIVATE KEY";
    public const string CurvePrivateKey = "EC PRIVATE KEY";
    public const string EncryptedPrivateKey = "ENCRYPTED PRIVATE KEY";
    public const string PublicKey = "PUBLIC KEY";

    // OpenSSL writes this block before an EC PRIVATE KEY; it belongs to the key.
    private const string CurveParameters = "EC PARAMETERS";

    // OpenSSL's older labels: the second has the certificate's trust settings after it.
    private static readonly FrozenSet<string> Certificates =
        FrozenSet.Create(StringComparer.Ordinal, Certificate, "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

    // Containers of certificates (RFC 5652), which are not read.
    private static readonly FrozenSet<string> Containers =
        FrozenSet.Create(StringComparer.Ordinal, "PKCS7", "PKCS #7 SIGNED DATA", "CMS", "CERTIFICATE CHAIN");

    public static bool IsCertificate(string label) => Certificates.Contains(label);

    public static bool IsContainer(string label) => Containers.Contains(label);

    public static bool IsPrivateKey(string label) => label.EndsWith(PrivateKey, StringComparison.Ordinal);

    public static bool IsOfPrivateKey(string label) => label is CurveParameters || IsPrivateKey(label);
}
