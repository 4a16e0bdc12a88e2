using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Provider.Content.Certificates;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>Files as OpenSSL, Java and .NET write them, made by these tools here and now.</summary>
public sealed class PfxReaderTests : IDisposable
{
    private static readonly TestChain Chain = TestChain.Shared;
    private readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-legacy")]
    [InlineData("-legacy -descert")]
    [InlineData("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1")]
    [InlineData("-keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-2DES -macalg sha1")]
    [InlineData("-legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-40")]
    [InlineData("-keypbe aes-128-cbc -certpbe aes-192-cbc -macalg sha384")]
    [InlineData("-keypbe des-ede3-cbc -certpbe des-ede3-cbc -macalg sha512")]
    [InlineData("-keypbe NONE -certpbe NONE")]
    [InlineData("-keypbe NONE -certpbe NONE -nomac")]
    [InlineData("-nomac")]
    [InlineData("-legacy -nomac")]
    [InlineData("-noiter -nomaciter")]
    [InlineData("-iter 60000")]
    [InlineData("-name \"friendly name\" -CSP \"Microsoft Software Key Storage Provider\" -LMK")]
    public void Every_way_of_openssl_to_write_one_is_read(string options)
    {
        workshop.Put("all.pem", Encoding.ASCII.GetBytes(Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder)));
        workshop.OpenSsl($"pkcs12 -export -in all.pem -passout pass: -out f.pfx {options}");

        var bundle = Read(workshop.Get("f.pfx"));

        Assert.Equal([Chain.LeafKey], bundle.PrivateKeys);
        Assert.Equal(Chain.InOrder, bundle.Certificates.Select(certificate => certificate.ToArray()));
    }

    [Theory]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:2048")]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:4096")]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-256")]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-384")]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-521")]
    [InlineData("EC -pkeyopt ec_paramgen_curve:secp256k1")]
    [InlineData("ED25519")]
    [InlineData("ED448")]
    public void Every_kind_of_key_comes_out_as_openssl_writes_it(string algorithm)
    {
        workshop.OpenSsl($"genpkey -algorithm {algorithm} -out key.pem");
        workshop.OpenSsl("req -x509 -new -key key.pem -subj /CN=leaf -days 30 -out leaf.pem");
        workshop.OpenSsl("pkcs12 -export -inkey key.pem -in leaf.pem -passout pass: -out f.pfx");

        var text = Case.Certificate(Case.Pkcs12).Text(Convert.ToBase64String(workshop.Get("f.pfx")));

        var expected = workshop.Get("key.pem").Concat(workshop.Get("leaf.pem")).ToArray();
        Assert.Equal(Encoding.ASCII.GetString(expected), text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Both_forms_of_no_password_are_read(string? password)
    {
        Assert.All([TestPfx.Aes, TestPfx.TripleDes], encryption =>
            Assert.All([true, false], hasMac =>
            {
                var bundle = Read(TestPfx.Make(Chain.LeafKey, Chain.InOrder, password, encryption, hasMac));

                Assert.Equal([Chain.LeafKey], bundle.PrivateKeys);
                Assert.Equal(Chain.InOrder, bundle.Certificates.Select(certificate => certificate.ToArray()));
            }));
    }

    [Fact]
    public void Certificates_that_keytool_keeps_without_a_password_are_read()
    {
        workshop.Put("root.pem", Encoding.ASCII.GetBytes(TestChain.Pem(Chain.Root)));
        workshop.KeyTool(
            "-importcert -noprompt -alias root -file root.pem -keystore f.p12 -storetype PKCS12 -storepass changeit "
            + "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE");

        var bundle = Read(workshop.Get("f.p12"));

        Assert.Empty(bundle.PrivateKeys);
        Assert.Equal(Chain.Root, Assert.Single(bundle.Certificates).ToArray());
    }

    [Fact]
    public void A_file_of_keytool_has_a_password_and_says_so()
    {
        workshop.KeyTool(
            "-genkeypair -alias a -keyalg EC -groupname secp256r1 -dname CN=leaf -keystore f.p12 -storetype PKCS12 "
            + "-storepass changeit");

        var error = Case.Certificate(Case.Pkcs12).Fails(Convert.ToBase64String(workshop.Get("f.p12")));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("is protected by a password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_attributes_that_windows_puts_into_keys_are_left_out()
    {
        var info = Pkcs8PrivateKeyInfo.Decode(Chain.LeafKey, out _);
        // Key usage, as Windows writes it.
        var usage = new AsnEncodedData(new Oid("2.5.29.15"), [0x03, 0x02, 0x00, 0x90]);
        info.Attributes.Add(usage);

        var bundle = Read(TestPfx.Make(info.Encode(), [Chain.Leaf]));

        Assert.Equal([Chain.LeafKey], bundle.PrivateKeys);
    }

    [Fact]
    public void Indefinite_lengths_are_read()
    {
        // 30 80 ... 00 00 around what a file holds: old Windows and Java write BER.
        var file = TestPfx.Make(Chain.LeafKey, [Chain.Leaf]);
        var inside = new AsnReader(file, AsnEncodingRules.BER).PeekContentBytes();

        var bundle = Read((byte[])[0x30, 0x80, .. inside.Span, 0, 0]);

        Assert.Equal([Chain.LeafKey], bundle.PrivateKeys);
    }

    [Fact]
    public void A_damaged_file_is_found_out_by_its_mac()
    {
        var file = TestPfx.Make(Chain.LeafKey, [Chain.Leaf]);
        file[file.Length / 2] ^= 1;

        Assert.Equal(ErrorCodes.CertificateUnreadable, Case.Certificate(Case.Pkcs12)
            .Fails(Convert.ToBase64String(file)).Code);
    }

    [Theory]
    [InlineData("-keypbe camellia-256-cbc", "Camellia-256 (1.2.392.200011.61.1.1.1.4)")]
    [InlineData("-legacy -keypbe PBE-SHA1-RC4-128", "RC4 of 128 bits (1.2.840.113549.1.12.1.1)")]
    [InlineData("-legacy -keypbe PBE-SHA1-RC2-64", "RC2 and SHA-1 (PBES1) (1.2.840.113549.1.5.11)")]
    [InlineData("-legacy -keypbe bf-cbc", "Blowfish (1.3.6.1.4.1.3029.1.2)")]
    [InlineData("-macalg sha3-256", "hashes with SHA3-256 (2.16.840.1.101.3.4.2.8)")]
    public void A_cipher_that_is_not_supported_is_named(string options, string named)
    {
        workshop.Put("all.pem", Encoding.ASCII.GetBytes(Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf)));
        workshop.OpenSsl($"pkcs12 -export -in all.pem -passout pass: -out f.pfx {options}");

        Assert.Contains(named, Case.Certificate(Case.Pkcs12)
            .Fails(Convert.ToBase64String(workshop.Get("f.pfx"))).Message, StringComparison.Ordinal);
    }

    private static CertificateBundle Read(ReadOnlyMemory<byte> file) =>
        TestPfx.Read(file);
}
