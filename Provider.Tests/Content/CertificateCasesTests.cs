using System.Security.Cryptography.X509Certificates;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>Certificates as peers write them: OpenSSL, NSS, GnuTLS, Java, Go, and people with an editor.</summary>
public sealed class CertificateCasesTests
{
    [Theory]
    [InlineData("empty.pfx.b64")]
    [InlineData("only-crl.pfx.b64")]
    public void A_pfx_with_neither_key_nor_certificate_is_refused(string file)
    {
        var error = TestCase(file).Fails(Value(file));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("holds no key and no certificate", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jdk-legacy-3keys.pfx.b64", 3, 4)]
    [InlineData("openssl-3des-100000.pfx.b64", 1, 4)]
    [InlineData("openssl-iter-150000.pfx.b64", 1, 4)]
    [InlineData("gnutls-3.8.9-default.pfx.b64", 1, 2)]
    [InlineData("nss-3.110-default.pfx.b64", 1, 4)]
    [InlineData("openssl-3.5-pbmac1.pfx.b64", 1, 4)]
    [InlineData("ec-p256-33bytes.pfx.b64", 1, 0)]
    [InlineData("ec-p521-65bytes.pfx.b64", 1, 0)]
    [InlineData("dos-jdk8to15-1key.pfx.b64", 1, 2)]
    [InlineData("dos-590000-mac.pfx.b64", 1, 1)]
    [InlineData("cross-signed.pfx.b64", 1, 6)]
    public void A_pfx_of_a_peer_becomes_its_keys_and_certificates(string file, int keys, int certificates)
    {
        var text = TestCase(file).Text(Value(file));

        Assert.Equal(keys, text.Split("-----BEGIN PRIVATE KEY-----").Length - 1);
        Assert.Equal(certificates, text.Split("-----BEGIN CERTIFICATE-----").Length - 1);
    }

    [Theory]
    [InlineData("one-line.pem", 1)]
    [InlineData("backslash-n.pem", 1)]
    [InlineData("bom-key-first.pem", 4)]
    [InlineData("dup-leaf.pem", 2)]
    [InlineData("cross-signed-int.pem", 6)]
    public void Pem_as_people_store_it_becomes_a_pfx_with_its_key_and_certificates(string file, int certificates)
    {
        var pfx =
            (TestCase(file) with { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 }).Bytes(Value(file));

        using var leaf = X509CertificateLoader.LoadPkcs12(pfx, "");
        Assert.True(leaf.HasPrivateKey);
        var bundle = TestPfx.Read(pfx);
        Assert.Single(bundle.PrivateKeys);
        Assert.Equal(certificates, bundle.Certificates.Length);
    }

    [Theory]
    [InlineData("only-cert.pem")]
    [InlineData("trusted-only.pem")]
    public void A_certificate_without_a_key_becomes_a_pfx_with_it_alone(string file)
    {
        var pfx =
            (TestCase(file) with { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 }).Bytes(Value(file));

        var bundle = TestPfx.Read(pfx);
        Assert.Empty(bundle.PrivateKeys);
        Assert.Single(bundle.Certificates);
        Assert.Single(PfxFile.Parse(pfx).Safes);
    }

    [Fact]
    public void An_encrypted_key_is_refused_as_encrypted()
    {
        var error = (TestCase("enc-trad.pem") with { Format = ObjectFormat.Pfx }).Fails(Value("enc-trad.pem"));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("encrypted", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("objectFormat", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_of_the_key_comes_before_an_unrelated_authority()
    {
        var volume = TestCase("unrelated-ca-first.pfx.b64").Make(Value("unrelated-ca-first.pfx.b64"));

        var text = System.Text.Encoding.UTF8.GetString(Assert.Single(volume.Files).Contents.Span);
        using var first = X509Certificate2.CreateFromPem(text);
        using var paired = X509Certificate2.CreateFromPem(text, text);
        Assert.True(paired.HasPrivateKey);
        Assert.DoesNotContain(
            first.Extensions, extension => extension is X509BasicConstraintsExtension { CertificateAuthority: true });
        Assert.Contains(
            "the certificate of the key comes first", Assert.Single(volume.Notes).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unrelated-ca-first.pfx.b64")]
    [InlineData("cross-signed.pfx.b64")]
    public void Pem_keeps_the_same_order_as_its_pfx(string file)
    {
        var pem = (TestCase(file) with { ConstructPemChain = false }).Text(Value(file));

        Assert.Equal(TestCase(file).Text(Value(file)), Case.Certificate(Case.PemFile).Text(pem));
    }

    private static string Value(string file) =>
        File.ReadAllText(Path.Combine(Repository.Root, "Provider.Tests", "Content", "Certificates", file))
            .TrimEnd('\n');

    private static Case TestCase(string file) =>
        Case.Certificate(file.EndsWith(".pem", StringComparison.Ordinal) ? Case.PemFile : Case.Pkcs12);
}
