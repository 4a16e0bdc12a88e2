using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>The rows of the table: what a secret becomes.</summary>
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

    private static IEnumerable<string> Notes(Case test, string text) => test.Make(text).Notes.Select(note => note.What);
}
