using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>Certificates that the vault holds as PEM, written as a PFX.</summary>
public sealed class PemToPfxTests
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string InOrder = Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);

    [Fact]
    public void A_certificate_stored_as_pem_becomes_a_pfx()
    {
        var text = (Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx }).Text(InOrder);
        var bytes =
            (Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 }).Bytes(
                InOrder);

        Assert.Equal(Convert.ToBase64String(bytes), text);
        using var loaded = X509CertificateLoader.LoadPkcs12(bytes, "");
        Assert.Equal(Chain.Leaf, loaded.RawData);
        Assert.Equal(Chain.LeafKey, loaded.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey());
    }

    [Theory]
    [InlineData("TRUSTED CERTIFICATE")]
    [InlineData("X509 CERTIFICATE")]
    public void Older_labels_are_certificates(string label)
    {
        // The trust settings of a TRUSTED CERTIFICATE come after the certificate.
        byte[] block = label == "TRUSTED CERTIFICATE" ? [.. Chain.Leaf, 0x30, 0x00] : Chain.Leaf;
        var text = Chain.LeafKeyPem + System.Security.Cryptography.PemEncoding.WriteString(label, block) + "\n";
        var test = Case.Certificate(
            Case.PemFile) with { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64, Split = true };

        var files = test.Make(text).Files;

        Assert.Equal(TestChain.Pem(Chain.Leaf), Encoding.UTF8.GetString(files[0].Contents.Span));
        using var loaded = X509CertificateLoader.LoadPkcs12(files[2].Contents.ToArray(), "");
        Assert.Equal(Chain.Leaf, loaded.RawData);
        Assert.True(loaded.HasPrivateKey);
    }

    [Theory]
    [InlineData("PKCS7")]
    [InlineData("CMS")]
    public void A_key_beside_a_container_is_refused_rather_than_losing_its_certificate(string label)
    {
        var error = (Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx })
            .Fails(Chain.LeafKeyPem + System.Security.Cryptography.PemEncoding.WriteString(label, [1, 2, 3]));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains($"{label} block", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("its end", "-----END CERTIFICATE-----\n", "")]
    [InlineData("its begin", "-----BEGIN CERTIFICATE-----\n", "")]
    [InlineData("another end", "END CERTIFICATE", "END X509 CERTIFICATE")]
    [InlineData("one begin too many", "-----BEGIN", "-----BEGIN CERTIFICATE-----\n-----BEGIN")]
    public void A_key_beside_a_certificate_that_is_cut_is_refused_rather_than_losing_it(
        string without, string from, string to)
    {
        var text = Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf).Replace(from, to, StringComparison.Ordinal);
        var test = Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx };

        var error = test.Fails(text);

        Assert.NotEmpty(without);
        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("has a PEM block without its BEGIN or END line", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "left out: one without its BEGIN or END line",
            string.Concat(Notes(test with { Format = ObjectFormat.Pem, Split = true }, text)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("certificate")]
    [InlineData("Certificate")]
    [InlineData("CERTIFICATE ")]
    [InlineData("TRUSTED  CERTIFICATE")]
    public void Labels_written_by_hand_are_read(string label)
    {
        var test = Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 };

        var pfx = test.Bytes(
            Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf).Replace("CERTIFICATE", label, StringComparison.Ordinal));

        Assert.Equal(Chain.Leaf, Assert.Single(TestPfx.Read(pfx).Certificates).ToArray());
    }

    [Fact]
    public void What_a_pfx_cannot_hold_is_noted()
    {
        string Block(string label) => $"-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n";
        var test = Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx };
        var leaf = TestChain.Pem(Chain.Leaf);

        Assert.Empty(test.Make(Chain.LeafKeyPem + leaf).Notes);
        Assert.Empty(test.Make(Block("EC PARAMETERS") + Chain.LeafKeyPem).Notes);
        Assert.Equal(
            ["has blocks that are left out: CERT, X509 CRL, PUBLIC KEY and others"],
            Notes(test, Chain.LeafKeyPem + leaf + string.Concat(
                new[] { "CERT", "X509 CRL", "X509 CRL", "PUBLIC KEY", "CERTIFICATE REQUEST" }.Select(Block))));
        Assert.Equal(["has no private key, so its PFX holds certificates alone"], Notes(test, leaf));
        Assert.Equal(
            ["has blocks that are left out: PKCS7"],
            Notes(test with { Format = ObjectFormat.Pem, Split = true }, Chain.LeafKeyPem + leaf + Block("PKCS7")));
        Assert.Empty(Notes(test with { Format = ObjectFormat.Pem }, Chain.LeafKeyPem + leaf + Block("PKCS7")));
    }

    [Theory]
    [InlineData("one line, blanks", "\n", " ")]
    [InlineData("line ends spelled out", "\n", "\\n")]
    [InlineData("Windows line ends spelled out", "\n", "\\r\\n")]
    [InlineData("CR alone", "\n", "\r")]
    [InlineData("indented", "\n", "\n    ")]
    [InlineData("no line ends at all", "\n", "")]
    [InlineData("byte-order mark", "-----BEGIN PRIVATE", "\uFEFF-----BEGIN PRIVATE")]
    public void Text_whose_line_ends_were_lost_is_read_all_the_same(string how, string from, string to)
    {
        var test = Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx };
        var changed = InOrder.Replace(from, to, StringComparison.Ordinal);

        Assert.True(changed != InOrder, how);
        Assert.Equal(test.Text(InOrder), test.Text(changed));
        Assert.Equal(changed, Case.Certificate(Case.PemFile).Text(changed));
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public void Text_without_key_and_certificate_becomes_no_pfx(string value)
    {
        var error = (Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx }).Fails(value);

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("holds no key and no certificate", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")]
    public void Pem_that_cannot_be_read_becomes_no_pfx(string value) =>
        Assert.Equal(
            ErrorCodes.CertificateUnreadable,
            (Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx }).Fails(value).Code);

    [Fact]
    public void Names_need_not_be_valid_utf8()
    {
        // The subject's CN as a UTF8String of bytes that are not UTF-8; no reader here verifies signatures.
        byte[] subject = [0x55, 0x04, 0x03, 0x13, 0x04, .. "leaf"u8];
        var odd = (byte[])Chain.Leaf.Clone();
        Assert.InRange(odd.AsSpan().IndexOf(subject), 1, odd.Length);
        ((byte[])[0x55, 0x04, 0x03, 0x0C, 0x04, 0xFF, 0xFE, 0xFF, 0xFE]).CopyTo(odd, odd.AsSpan().IndexOf(subject));
        var pem = Chain.LeafKeyPem + TestChain.Pem(odd, Chain.Lower, Chain.Upper);
        var test = Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx };

        // From PEM into a PFX and back.
        Assert.Equal(pem, Case.Certificate(Case.Pkcs12).Text(test.Text(pem)));
        Assert.Equal(
            TestChain.Pem(odd),
            Encoding.ASCII.GetString(
                new Case { Type = ObjectType.Certificate }.Make(
                    new VaultCertificate("v1", odd)).Files[0].Contents.Span));
    }

    private static IEnumerable<string> Notes(Case test, string text) => test.Make(text).Notes.Select(note => note.What);
}
