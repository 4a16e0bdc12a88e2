using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>
/// The text that a certificate's secret holds: private key and chain, in one of the service's two content types.
/// </summary>
internal static class SecretContent
{
    public const string Pem = "application/x-pem-file";
    public const string Pkcs12 = "application/x-pkcs12";

    public static string Of(X509Certificate2Collection chain, string contentType) =>
        contentType == Pem ? PemText(chain) : Convert.ToBase64String(chain.Export(X509ContentType.Pkcs12)!);

    private static string PemText(X509Certificate2Collection chain)
    {
        using var key = PrivateKeyOf(chain[0]);
        var text = new StringBuilder(key.ExportPkcs8PrivateKeyPem()).Append('\n');
        foreach (var certificate in chain)
        {
            text.Append(certificate.ExportCertificatePem()).Append('\n');
        }

        return text.ToString();
    }

    private static AsymmetricAlgorithm PrivateKeyOf(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()
        ?? throw new ArgumentException("the first certificate needs an RSA or EC private key", nameof(certificate));
}
