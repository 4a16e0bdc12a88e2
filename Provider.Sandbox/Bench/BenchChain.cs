using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Provider.Model;

namespace Provider.Sandbox.Bench;

/// <summary>A leaf, an intermediate and a root, as a public authority's chain is: RSA above, any key below.</summary>
internal sealed class BenchChain : IDisposable
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly AsymmetricAlgorithm leaf;
    private readonly byte[][] certificates;

    private BenchChain(AsymmetricAlgorithm leaf, CertificateRequest request)
    {
        this.leaf = leaf;
        using var root = RSA.Create(2048);
        using var upper = RSA.Create(2048);
        certificates =
        [
            Issue(request, "upper", upper),
            Issue(new CertificateRequest("CN=upper", upper, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                "root", root),
            Issue(new CertificateRequest("CN=root", root, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "root",
                root),
        ];
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
    public static BenchChain WithRsaLeaf()
    {
        var leaf = RSA.Create(2048);
        return new BenchChain(
            leaf, new CertificateRequest("CN=leaf", leaf, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A chain with a key on P-256.</summary>
    public static BenchChain WithCurveLeaf()
    {
        var leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new BenchChain(leaf, new CertificateRequest("CN=leaf", leaf, HashAlgorithmName.SHA256));
    }

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

    private static byte[] Issue(CertificateRequest request, string issuer, RSA issuerKey)
    {
        var signer = X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1);
        var authority = new X509SubjectKeyIdentifierExtension(signer.PublicKey, false);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authority));
        using var certificate =
            request.Create(new X500DistinguishedName($"CN={issuer}"), signer, Start, Start.AddYears(20), [1]);
        return certificate.RawData;
    }
}
