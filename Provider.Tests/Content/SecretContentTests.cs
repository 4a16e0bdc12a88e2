using System.Text;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>The content of plain secrets, and of certificates that the vault holds as a PFX.</summary>
public sealed class SecretContentTests
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string Pfx =
        Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Root, Chain.Leaf, Chain.Upper, Chain.Lower]));
    private static readonly string InOrder = Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);

    [Theory]
    [InlineData(null, nameof(ObjectFormat.Default))]
    [InlineData(null, nameof(ObjectFormat.Pem))]
    [InlineData(null, nameof(ObjectFormat.Pfx))]
    [InlineData("text/plain", nameof(ObjectFormat.Default))]
    [InlineData(Case.PemFile, nameof(ObjectFormat.Pem))]
    [InlineData(Case.PemFile, nameof(ObjectFormat.Pfx))]
    [InlineData(Case.Pkcs12, nameof(ObjectFormat.Default))]
    [InlineData(Case.Pkcs12, nameof(ObjectFormat.Pfx))]
    public void A_secret_that_backs_no_certificate_is_written_as_it_is(string? contentType, string format)
    {
        var test = new Case { ContentType = contentType, Format = Enum.Parse<ObjectFormat>(format) };

        Assert.Equal("c2VjcmV0", test.Text("c2VjcmV0"));
    }

    [Fact]
    public void A_pfx_that_was_stored_by_hand_is_converted_when_pem_is_asked_for() =>
        Assert.Equal(InOrder, new Case { ContentType = Case.Pkcs12, Format = ObjectFormat.Pem }.Text(Pfx));

    [Fact]
    public void A_pfx_that_was_stored_by_hand_gives_no_split_files() =>
        Assert.Single(new Case { ContentType = Case.Pkcs12, Format = ObjectFormat.Pem, Split = true }.Make(Pfx).Files);

    [Fact]
    public void A_pfx_that_was_stored_by_hand_and_is_written_as_it_is_is_noted()
    {
        var volume = new Case { ContentType = Case.Pkcs12 }.Make(Pfx);

        Assert.Contains("objectFormat: pem", Assert.Single(volume.Notes).What, StringComparison.Ordinal);
        Assert.Empty(new Case { ContentType = Case.Pkcs12, Format = ObjectFormat.Pfx }.Make(Pfx).Notes);
    }

    [Fact]
    public void A_pfx_that_cannot_be_read_passes_beside_split_files_with_a_note()
    {
        var value = Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Leaf], "secret"));

        var volume = (Case.Certificate(Case.Pkcs12) with { Format = ObjectFormat.Pfx, Split = true }).Make(value);

        Assert.Equal(value, Encoding.UTF8.GetString(Assert.Single(volume.Files).Contents.Span));
        Assert.Contains("is protected by a password", Assert.Single(volume.Notes).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pfx_stored_by_hand_that_does_not_open_is_written_as_it_is_with_a_note()
    {
        var value = Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Leaf], "secret"));
        var test = new Case { ContentType = Case.Pkcs12, Format = ObjectFormat.Pem };

        Assert.All([value, "plain text"], text =>
        {
            var volume = test.Make(text);

            Assert.Equal(text, Encoding.UTF8.GetString(Assert.Single(volume.Files).Contents.Span));
            Assert.Contains("is written as it is", Assert.Single(volume.Notes).What, StringComparison.Ordinal);
        });
        Assert.Equal(Convert.FromBase64String(Pfx), (test with { Encoding = ObjectEncoding.Base64 }).Bytes(Pfx));
    }

    [Fact]
    public void Base64_of_a_certificate_says_to_ask_for_a_pfx()
    {
        var error = (Case.Certificate(Case.Pkcs12) with { Encoding = ObjectEncoding.Base64 }).Fails(Pfx);

        Assert.Contains("Add objectFormat: pfx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pfx_without_a_key_is_noted()
    {
        var volume = Case.Certificate(Case.Pkcs12).Make(Convert.ToBase64String(TestPfx.Make(null, [Chain.Leaf])));

        Assert.Contains("without a private key", Assert.Single(volume.Notes).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_stored_as_pfx_is_written_as_it_is_when_pfx_is_asked_for()
    {
        var test = Case.Certificate(Case.Pkcs12) with { Format = ObjectFormat.Pfx };

        Assert.Equal(Pfx, test.Text(Pfx));
        Assert.Equal("not even base64", test.Text("not even base64"));
        Assert.Equal(Convert.FromBase64String(Pfx), (test with { Encoding = ObjectEncoding.Base64 }).Bytes(Pfx));
    }

    [Theory]
    [InlineData(nameof(ObjectFormat.Default))]
    [InlineData(nameof(ObjectFormat.Pem))]
    public void A_certificate_stored_as_pfx_becomes_its_key_and_then_its_chain(string format)
    {
        var test = Case.Certificate(Case.Pkcs12) with { Format = Enum.Parse<ObjectFormat>(format) };

        Assert.Equal(InOrder, test.Text(Pfx));
        Assert.Equal(
            Chain.LeafKeyPem + TestChain.Pem(Chain.Root, Chain.Leaf, Chain.Upper, Chain.Lower),
            (test with { ConstructPemChain = false }).Text(Pfx));
    }

    [Fact]
    public void Pem_that_came_from_a_pfx_is_neither_hexadecimal_nor_base64()
    {
        Assert.Equal(
            ErrorCodes.ContentUndecodable,
            (Case.Certificate(Case.Pkcs12) with { Encoding = ObjectEncoding.Hex }).Fails(Pfx).Code);
        Assert.Equal(
            ErrorCodes.ContentUndecodable,
            (Case.Certificate(Case.Pkcs12) with { Encoding = ObjectEncoding.Base64 }).Fails(Pfx).Code);
    }

    [Theory]
    [InlineData(null, "no content type")]
    [InlineData("", "no content type")]
    [InlineData("text/plain", "the content type \"text/plain\"")]
    public void A_certificate_of_another_content_type_is_refused_by_its_name(string? contentType, string said)
    {
        var error = (Case.Certificate(Case.PemFile) with { ContentType = contentType }).Fails(InOrder);

        Assert.Equal(ErrorCodes.ContentTypeUnsupported, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pfx_value_that_is_not_base64_is_refused() =>
        Assert.Equal(ErrorCodes.ContentUndecodable, Case.Certificate(Case.Pkcs12).Fails("***** is not base64").Code);

    [Fact]
    public void A_pfx_with_a_password_is_refused_with_the_way_out()
    {
        var error = Case.Certificate(Case.Pkcs12)
            .Fails(Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Leaf], "secret")));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("is protected by a password", error.Message, StringComparison.Ordinal);
        Assert.Contains("objectFormat: pfx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pfx_without_a_key_becomes_certificates_alone() =>
        Assert.Equal(
            TestChain.Pem(Chain.Leaf), Case.Certificate(Case.Pkcs12)
                .Text(Convert.ToBase64String(TestPfx.Make(null, [Chain.Leaf]))));

    [Fact]
    public void A_pfx_without_certificates_becomes_its_key_alone() =>
        Assert.Equal(
            Chain.LeafKeyPem, Case.Certificate(Case.Pkcs12)
                .Text(Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, []))));
}
