using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provider.Content;
using Provider.Content.Fields;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>PFX files with a password: what is written opens with it alone, and what has it is read.</summary>
public sealed class PfxPasswordTests
{
    private const string Password = "canary p\u00e4ss";

    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string Pem = Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);

    public static TheoryData<string> Inputs =>
        ["pem", "pfx", "protected", "protected with 3DES", "protected without MAC"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_is_written_opens_with_the_password_alone(string input)
    {
        var file = Make(Secret(input), new() { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 }, "web");

        var opened = X509CertificateLoader.LoadPkcs12Collection(file, Password);
        Assert.Equal(4, opened.Count);
        var leaf = Assert.Single(opened, certificate => certificate.HasPrivateKey);
        Assert.Equal(Chain.Leaf, leaf.RawData);
        Assert.ThrowsAny<CryptographicException>(() => X509CertificateLoader.LoadPkcs12Collection(file, ""));
        Assert.ThrowsAny<CryptographicException>(() => X509CertificateLoader.LoadPkcs12Collection(file, null));
        Assert.Contains(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes("web")), Convert.ToHexString(file));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Equal_inputs_give_equal_bytes_and_another_password_other_salts(string input)
    {
        var asked = new Case { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 };
        var secret = Secret(input);

        Assert.Equal(Make(secret, asked, null), Make(secret, asked, null));
        if (input is "pem" or "pfx")
        {
            Assert.NotEqual(Make(secret, asked, null, "other")[^20..], Make(secret, asked, null)[^20..]);
        }
    }

    [Theory]
    [InlineData("protected")]
    [InlineData("protected with 3DES")]
    [InlineData("protected without MAC")]
    public void A_protected_file_becomes_pem_and_parts(string input)
    {
        Assert.Equal(Pem, Encoding.UTF8.GetString(Make(Secret(input), new(), null)));
        Assert.Equal(
            TestChain.Pem(Chain.Leaf),
            Encoding.UTF8.GetString(Make(Secret(input), new(), null, part: CertificatePart.Certificate)));
    }

    [Theory]
    [InlineData("protected")]
    [InlineData("protected with 3DES")]
    [InlineData("protected without MAC")]
    public void Another_password_is_an_error_that_shows_neither(string input)
    {
        foreach (var format in new[] { ObjectFormat.Default, ObjectFormat.Pfx })
        {
            var error = Assert.Throws<MountException>(
                () => Make(Secret(input), new() { Format = format }, null, "canary-wrong"));

            Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
            Assert.Contains("has another password than the secret of passwordObject holds", error.Message,
                StringComparison.Ordinal);
            Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_forms_of_the_password_share_the_limit_of_a_file()
    {
        // One derivation for each of three forms, of which the limit admits two.
        var file = Pfx(TestPfx.Sealed(new Pkcs12Builder(), "another", iterations: 1_100_000));

        var error = Assert.Throws<MountException>(() => Make(file, new(), null));

        Assert.Contains(
            "asks for 3,300,000 rounds of key derivation, more than the limit of 3,000,000", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pem", 0, 2 * 2048)]
    // Reading: the key and the certificates, and the MAC of the password and of no password.
    [InlineData("pfx", 4 * 2000, 2 * 2048)]
    [InlineData("protected", 3 * 2000, 2 * 2048)]
    public void Writing_a_pfx_costs_rounds_too(string input, int read, int written)
    {
        var entry = new Case().Entry with { Format = ObjectFormat.Pfx, PasswordObject = "password" };
        var secret = Secret(input) with { Password = new VaultSecret("p1", new SecretText(Password), null, false) };
        var conversion = VolumeFiles.Conversion(entry, secret, new ContentOptions(true, true))!;

        var converted = conversion.Run(TestContext.Current.CancellationToken);

        Assert.Equal(read + written, converted.Cost);
        Assert.Equal(Math.Min(read, 3 * 2000) + written, conversion.Cost());
    }

    [Fact]
    public void Its_version_is_of_both_secrets()
    {
        var asked = new Case().Entry with { Format = ObjectFormat.Pfx, PasswordObject = "password" };
        string Version(string password) => Files(Secret("pem"), asked, password).ObjectVersion;

        Assert.Equal("secret/name#path", Files(Secret("pem"), asked, "v1").ObjectId);
        Assert.Equal(Version("v1"), Version("v1"));
        Assert.NotEqual(Version("v1"), Version("v2"));
    }

    private static VolumeFile Files(VaultSecret secret, ObjectEntry entry, string passwordVersion)
    {
        var read = secret with { Password = new VaultSecret(passwordVersion, new SecretText(Password), null, false) };
        var conversion = VolumeFiles.Conversion(entry, read, new ContentOptions(true, true))!;
        return Assert.Single(
            VolumeFiles.Make(entry, [read], [conversion.Run(TestContext.Current.CancellationToken)],
                new ParsedValues(), new VolumeRoom(int.MaxValue)).Files);
    }

    private static byte[] Make(
        VaultSecret secret, Case asked, string? alias, string password = Password, CertificatePart? part = null)
    {
        var entry = asked.Entry with { PasswordObject = "password", KeyAlias = alias, Part = part };
        var read = secret with { Password = new VaultSecret("p1", new SecretText(password), null, false) };
        var conversion = VolumeFiles.Conversion(entry, read, new ContentOptions(true, true))!;
        return Assert.Single(
            VolumeFiles.Make(entry, [read], [conversion.Run(TestContext.Current.CancellationToken)],
                new ParsedValues(), new VolumeRoom(int.MaxValue)).Files)
            .Contents.ToArray();
    }

    private static VaultSecret Secret(string input) => input switch
    {
        "pem" => new VaultSecret("v1", new SecretText(Pem), Case.PemFile, BacksCertificate: true),
        "pfx" => Pfx(TestPfx.Make(Chain.LeafKey, Chain.InOrder)),
        "protected" => Pfx(TestPfx.Make(Chain.LeafKey, Chain.InOrder, Password)),
        "protected with 3DES" => Pfx(TestPfx.Make(Chain.LeafKey, Chain.InOrder, Password, TestPfx.TripleDes)),
        _ => Pfx(TestPfx.Make(Chain.LeafKey, Chain.InOrder, Password, hasMac: false)),
    };

    private static VaultSecret Pfx(byte[] file) =>
        new("v1", new SecretText(Convert.ToBase64String(file)), Case.Pkcs12, BacksCertificate: true);
}
