using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Tests.Content;

/// <summary>A leaf, two intermediates and a root, made on the spot.</summary>
internal sealed class TestChain
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ECDsa leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestChain(bool withKeyIds = true)
    {
        var (rootKey, upperKey, lowerKey) = (NewKey(), NewKey(), NewKey());
        Root = Issue("root", rootKey, "root", rootKey, withKeyIds);
        Upper = Issue("upper", upperKey, "root", rootKey, withKeyIds);
        Lower = Issue("lower", lowerKey, "upper", upperKey, withKeyIds);
        Leaf = Issue("leaf", leafKey, "lower", lowerKey, withKeyIds);
    }

    public static TestChain Shared { get; } = new();

    public byte[] Leaf { get; }

    public byte[] Lower { get; }

    public byte[] Upper { get; }

    public byte[] Root { get; }

    /// <summary>Leaf first, root last.</summary>
    public byte[][] InOrder => [Leaf, Lower, Upper, Root];

    public byte[] LeafKey => leafKey.ExportPkcs8PrivateKey();

    /// <summary>The key as PEM text, as .NET writes it and a line end behind.</summary>
    public string LeafKeyPem => leafKey.ExportPkcs8PrivateKeyPem() + "\n";

    public ECDsa LeafKeyPair => leafKey;

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string Pem(params byte[][] certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString("CERTIFICATE", certificate) + "\n"));

    /// <summary>Issues a certificate for a key in the name of an authority.</summary>
    public static byte[] Issue(
        string subject, ECDsa key, string issuer, ECDsa issuerKey, bool withKeyIds = true, byte serial = 1)
    {
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(subject != "leaf", false, 0, true));
        if (withKeyIds)
        {
            var authority = new X509SubjectKeyIdentifierExtension(new PublicKey(issuerKey), false);
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
            request.CertificateExtensions.Add(
                X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authority));
        }

        using var certificate = request.Create(
            new X500DistinguishedName($"CN={issuer}"), X509SignatureGenerator.CreateForECDsa(issuerKey), Start,
            Start.AddYears(20), [serial]);
        return certificate.RawData;
    }
}
