using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Provider.Model;
using Provider.Sandbox.Certificates;

namespace Provider.Sandbox.Bench;

/// <summary>
/// A leaf, an intermediate and a root, like a public authority's chain: RSA for the authorities, any key for the leaf.
/// </summary>
internal sealed class BenchChain : IDisposable
{
    private readonly AsymmetricAlgorithm leaf;
    private readonly byte[][] certificates;

    private BenchChain(AsymmetricAlgorithm key)
    {
        leaf = key;
        using var rootKey = RSA.Create(2048);
        using var upperKey = RSA.Create(2048);
        var (root, upper) = (new CertificateParty("root", rootKey), new CertificateParty("upper", upperKey));
        certificates = [Issue(new("leaf", key), upper), Issue(upper, root), Issue(root, root)];
    }

    public VaultKey VaultKey
    {
        get
        {
            var numbers = ((RSA)leaf).ExportParameters(includePrivateParameters: false);
            return new VaultKey("v", "RSA", null) { Modulus = numbers.Modulus, Exponent = numbers.Exponent };
        }
    }

    /// <summary>A chain with an RSA key of 2048 bits.</summary>
    public static BenchChain WithRsaLeaf() => new(RSA.Create(2048));

    /// <summary>A chain with a key on P-256.</summary>
    public static BenchChain WithCurveLeaf() => new(CertificateFactory.NewKey());

    /// <summary>A PFX without a password, its certificates out of order.</summary>
    public byte[] Pfx(PbeParameters encryption, HashAlgorithmName mac)
    {
        var contents = new Pkcs12SafeContents();
        foreach (var place in new[] { 2, 0, 1 })
        {
            using var certificate = X509CertificateLoader.LoadCertificate(certificates[place]);
            contents.AddCertificate(certificate);
        }

        var keys = new Pkcs12SafeContents();
        keys.AddShroudedKey(leaf, "", encryption);
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(contents, "", encryption);
        builder.AddSafeContentsUnencrypted(keys);
        builder.SealWithMac("", mac, encryption.IterationCount);
        return builder.Encode();
    }

    public string Pem(params int[] places) =>
        leaf.ExportPkcs8PrivateKeyPem() + "\n"
        + string.Concat(places.Select(place => PemEncoding.WriteString("CERTIFICATE", certificates[place]) + "\n"));

    public void Dispose() => leaf.Dispose();

    private static byte[] Issue(CertificateParty subject, CertificateParty issuer) =>
        CertificateFactory.IssuePlain(subject, issuer, serial: 1, CertificateFactory.KeyIds(subject, issuer));
}
