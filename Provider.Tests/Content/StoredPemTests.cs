using System.Text;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>Certificates that the vault holds as PEM, written as PEM.</summary>
public sealed class StoredPemTests
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string InOrder = Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);

    [Theory]
    [InlineData(nameof(ObjectFormat.Default))]
    [InlineData(nameof(ObjectFormat.Pem))]
    public void A_certificate_stored_as_pem_is_written_as_it_is(string format)
    {
        // Not one byte changes: neither line ends nor columns nor what stands between.
        var value = "comment\r\n" + InOrder.Replace("\n", "\r\n", StringComparison.Ordinal) + "\n\n";
        var test = Case.Certificate(Case.PemFile) with { Format = Enum.Parse<ObjectFormat>(format) };

        Assert.Equal(value, test.Text(value));
        Assert.Empty(test.Make(value).Notes);
    }

    [Fact]
    public void A_certificate_stored_as_pem_in_wrong_order_is_put_in_order_and_nothing_else_changes()
    {
        var value = TestChain.Pem(Chain.Root) + "between\n" + Chain.LeafKeyPem + TestChain.Pem(Chain.Upper, Chain.Leaf)
            + "\n"
            + TestChain.Pem(Chain.Lower).TrimEnd();
        var expected = TestChain.Pem(Chain.Leaf) + "between\n" + Chain.LeafKeyPem
            + TestChain.Pem(Chain.Lower, Chain.Upper) + "\n"
            + TestChain.Pem(Chain.Root).TrimEnd();

        Assert.Equal(expected, Case.Certificate(Case.PemFile).Text(value));
        Assert.Equal(value, (Case.Certificate(Case.PemFile) with { ConstructPemChain = false }).Text(value));
    }

    [Fact]
    public void A_block_that_is_not_base64_is_left_out_of_split_files()
    {
        const string Broken = "-----BEGIN CERTIFICATE-----\nnope!\n-----END CERTIFICATE-----\n";
        const string BrokenKey = "-----BEGIN PRIVATE KEY-----\nnope!\n-----END PRIVATE KEY-----\n";
        var value = Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf) + Broken + BrokenKey;

        var files = (Case.Certificate(Case.PemFile) with { Split = true }).Make(value).Files
            .ToDictionary(file => file.Path.ToString(), file => Encoding.UTF8.GetString(file.Contents.Span));

        Assert.Equal(value, files["path"]);
        Assert.Equal(TestChain.Pem(Chain.Leaf), files["path.crt"]);
        Assert.Equal(Chain.LeafKeyPem, files["path.key"]);
    }

    [Fact]
    public void A_certificate_stored_as_pem_that_is_not_chain_stays_as_it_is_and_is_noted()
    {
        var value = TestChain.Pem(Chain.Root, Chain.Leaf);

        var volume = Case.Certificate(Case.PemFile).Make(value);

        Assert.Equal(value, Encoding.UTF8.GetString(volume.Files[0].Contents.Span));
        Assert.Contains("do not make one chain", Assert.Single(volume.Notes).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Case.PemFile)]
    [InlineData(Case.Pkcs12)]
    public void Where_the_certificates_make_no_chain_the_certificate_of_the_last_key_comes_before_an_authority(
        string contentType)
    {
        using var other = TestChain.NewKey();
        var unrelated = TestChain.Issue("leaf", other, "elsewhere", other);
        var expected = TestChain.Pem(Chain.Leaf, Chain.Root, unrelated);
        var value = contentType == Case.PemFile
            ? Chain.LeafKeyPem + TestChain.Pem(Chain.Root, unrelated, Chain.Leaf)
            : Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Root, unrelated, Chain.Leaf]));

        var volume = Case.Certificate(contentType).Make(value);

        Assert.Equal(Chain.LeafKeyPem + expected, Encoding.UTF8.GetString(volume.Files[0].Contents.Span));
        Assert.Contains(
            "the certificate of the key comes first", Assert.Single(volume.Notes).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_certificates_make_no_chain_and_no_authority_comes_first_the_order_stays()
    {
        using var other = TestChain.NewKey();
        var value = Chain.LeafKeyPem + TestChain.Pem(TestChain.Issue("leaf", other, "elsewhere", other), Chain.Leaf);

        Assert.Equal(value, Case.Certificate(Case.PemFile).Text(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_certificate_stored_as_pem_is_not_judged_when_it_is_written_as_it_is(string value) =>
        Assert.Equal(value, Case.Certificate(Case.PemFile).Text(value));
}
