namespace Provider.Content.Pem;

/// <summary>The labels of PEM blocks (RFC 7468).</summary>
internal static class PemLabels
{
    public const string Certificate = "CERTIFICATE";
    public const string PrivateKey = "PRIVATE KEY";
    public const string RsaPrivateKey = "RSA PRIVATE KEY";
    public const string CurvePrivateKey = "EC PRIVATE KEY";
    public const string PublicKey = "PUBLIC KEY";

    // OpenSSL writes this block before an EC PRIVATE KEY; it belongs to the key.
    private const string CurveParameters = "EC PARAMETERS";

    /// <summary>Whether a block belongs into a private key's file.</summary>
    /// <param name="label">The block's label.</param>
    public static bool IsPrivateKey(string label) =>
        label is CurveParameters || label.EndsWith(PrivateKey, StringComparison.Ordinal);
}
