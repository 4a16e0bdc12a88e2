using System.Security.Cryptography;
using Provider.Sandbox.Certificates;

namespace Provider.Tests.Content;

/// <summary>A leaf, two intermediates and a root, made on the spot.</summary>
internal sealed class TestChain
{
    private readonly ECDsa leafKey = NewKey();

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

    public static ECDsa NewKey() => CertificateFactory.NewKey();

    public static string Pem(params byte[][] certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString("CERTIFICATE", certificate) + "\n"));

    /// <summary>Issues a certificate for a key in the name of an authority.</summary>
    public static byte[] Issue(
        string subject, ECDsa key, string issuer, ECDsa issuerKey, bool withKeyIds = true, byte serial = 1)
    {
        var (owner, authority) = (new CertificateParty(subject, key), new CertificateParty(issuer, issuerKey));
        return CertificateFactory.IssuePlain(
            owner, authority, serial,
            [CertificateFactory.IsAuthority(subject != "leaf"),
                .. withKeyIds ? CertificateFactory.KeyIds(owner, authority) : []]);
    }
}
