using System.Text;
using Provider.Content;
using Provider.Content.Fields;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>Parts of a certificate: which bytes each is, for PEM and PFX alike.</summary>
public sealed class CertificatePartsTests
{
    private static readonly TestChain Chain = TestChain.Shared;

    // Root first and the leaf last, so that every part needs the order.
    private static readonly byte[][] Mixed = [Chain.Root, Chain.Upper, Chain.Lower, Chain.Leaf];

    public static TheoryData<string> Forms => ["pem", "pfx"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Each_part_is_its_blocks_alone(string form)
    {
        Assert.Equal(Chain.LeafKeyPem, Text(form, CertificatePart.Key));
        Assert.Equal(TestChain.Pem(Chain.Leaf), Text(form, CertificatePart.Certificate));
        Assert.Equal(TestChain.Pem(Chain.Lower, Chain.Upper, Chain.Root), Text(form, CertificatePart.Chain));
        Assert.Equal(TestChain.Pem(Chain.Leaf, Chain.Lower, Chain.Upper, Chain.Root),
            Text(form, CertificatePart.FullChain));
        Assert.Equal(TestChain.Pem(Chain.Root), Text(form, CertificatePart.Authority));
        Assert.Equal(Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf, Chain.Lower, Chain.Upper, Chain.Root),
            Text(form, CertificatePart.All));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Without_a_chain_the_certificate_is_that_of_the_key(string form)
    {
        byte[][] apart = [Chain.Root, Chain.Leaf];

        Assert.Equal(TestChain.Pem(Chain.Leaf), Text(form, CertificatePart.Certificate, apart));
        Assert.Equal(TestChain.Pem(Chain.Root), Text(form, CertificatePart.Chain, apart));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_part_that_is_not_there_is_an_error_with_those_that_are(string form)
    {
        var error = Assert.Throws<MountException>(() => Text(form, CertificatePart.Chain, [Chain.Leaf]));

        Assert.Equal(
            "certificate-part-missing: the certificate of objects[0] \"name\" has no part chain; "
            + "it has key, certificate, fullchain, all. "
            + "Change objectPart of the entry, or import the certificate into the vault again with that part.",
            error.Message);
    }

    [Fact]
    public void A_certificate_without_a_key_has_no_key() =>
        Assert.Contains(
            "has no part key; it has certificate, chain, fullchain, ca, all",
            Assert.Throws<MountException>(() => Make(Secret(TestChain.Pem(Mixed), Case.PemFile), CertificatePart.Key))
                .Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    public void A_secret_that_is_not_a_certificate_has_no_parts(string? contentType) =>
        Assert.Equal(
            ErrorCodes.ContentTypeUnsupported,
            Assert.Throws<MountException>(() => Make(Secret("value", contentType), CertificatePart.All)).Code);

    [Fact]
    public void Each_part_has_an_id_and_a_version_of_its_own()
    {
        var parts = Enum.GetValues<CertificatePart>().Select(part => Make(Secret(Pem(Mixed), Case.PemFile), part))
            .ToList();

        Assert.All(parts, file => Assert.Equal("secret/name#path", file.ObjectId));
        Assert.Equal(parts.Count, parts.Select(file => file.ObjectVersion).Distinct().Count());
    }

    private static string Pem(byte[][] certificates) => Chain.LeafKeyPem + TestChain.Pem(certificates);

    private static string Text(string form, CertificatePart part, byte[][]? certificates = null)
    {
        var secret = form == "pem"
            ? Secret(Pem(certificates ?? Mixed), Case.PemFile)
            : Secret(Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, certificates ?? Mixed)), Case.Pkcs12);
        return Encoding.UTF8.GetString(Make(secret, part).Contents.Span);
    }

    private static VaultSecret Secret(string value, string? contentType) =>
        new("v1", new SecretText(value), contentType, BacksCertificate: contentType is not null);

    // The node-wide flag is on: it adds nothing to an entry that names its part.
    private static VolumeFile Make(VaultSecret secret, CertificatePart part)
    {
        var entry = new Case().Entry with { Part = part };
        var conversion = VolumeFiles.Conversion(entry, secret,
            new ContentOptions(ConstructPemChain: false, SeparateCertificateAndKey: true));
        return Assert.Single(VolumeFiles.Make(
            entry, [secret], [conversion!.Run(TestContext.Current.CancellationToken)], new ParsedValues(),
            new VolumeRoom(int.MaxValue)).Files);
    }
}
