using System.Text;
using Provider.Model;
using Provider.Mounting;

namespace Provider.Tests.Content;

/// <summary>Which files an entry gives, in which order, with which ids.</summary>
public sealed class VolumeFilesTests
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string Pem = Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);
    private static readonly string Pfx = Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, Chain.InOrder));

    [Fact]
    public void One_object_is_one_file_with_the_entrys_path_mode_and_id()
    {
        var file = Assert.Single(new Case().Make("value").Files);

        Assert.Equal(("path", "0640", "secret/name", "v1"),
            (file.Path.Text, file.Permission.ToString(), file.ObjectId, file.ObjectVersion));
    }

    [Theory]
    [InlineData(nameof(ObjectType.Secret), "secret/name")]
    [InlineData(nameof(ObjectType.Key), "key/name")]
    [InlineData(nameof(ObjectType.Certificate), "cert/name")]
    public void The_id_begins_with_the_type(string type, string id)
    {
        VaultObject held = type switch
        {
            nameof(ObjectType.Secret) => new VaultSecret("v1", new SecretText(""), null, false),
            nameof(ObjectType.Key) => new VaultKey("v1", "RSA", null) { Modulus = (byte[])[1], Exponent = (byte[])[3] },
            _ => new VaultCertificate("v1", Chain.Leaf),
        };

        Assert.Equal(id, new Case { Type = Enum.Parse<ObjectType>(type) }.Make(held).Files[0].ObjectId);
    }

    [Fact]
    public void A_certificate_is_its_leaf_in_one_block() =>
        Assert.Equal(
            TestChain.Pem(Chain.Leaf),
            Text(new Case { Type = ObjectType.Certificate }.Make(new VaultCertificate("v1", Chain.Leaf)).Files[0]));

    [Fact]
    public void A_certificate_object_that_is_not_one_certificate_is_refused() =>
        Assert.All(
            [(byte[])[1, 2, 3], [.. Chain.Leaf, 0], [.. Chain.Leaf, .. Chain.Root], Encoding.ASCII.GetBytes(Pem)],
            value =>
            Assert.Equal(
                ErrorCodes.CertificateUnreadable,
                Assert.Throws<MountException>(
                    () => new Case { Type = ObjectType.Certificate }.Make(new VaultCertificate("v1", value))).Code));

    [Fact]
    public void A_certificate_that_is_not_issued_yet_is_an_error() =>
        Assert.Equal(
            ErrorCodes.CertificateUnreadable,
            Assert.Throws<MountException>(
                () => new Case { Type = ObjectType.Certificate }.Make(new VaultCertificate("v1", default))).Code);

    [Fact]
    public void History_numbers_its_files_and_ids_newest_first()
    {
        var files =
            new Case { History = 5 }.Make(Version("v3", "new"), Version("v2", "old"), Version("v1", "oldest")).Files;

        Assert.Equal(["path/0", "path/1", "path/2"], files.Select(file => file.Path.Text));
        Assert.Equal(["secret/name/0", "secret/name/1", "secret/name/2"], files.Select(file => file.ObjectId));
        Assert.Equal(["v3", "v2", "v1"], files.Select(file => file.ObjectVersion));
        Assert.Equal(["new", "old", "oldest"], files.Select(Text));
    }

    [Theory]
    [InlineData(Case.PemFile, nameof(ObjectFormat.Default))]
    [InlineData(Case.PemFile, nameof(ObjectFormat.Pfx))]
    [InlineData(Case.Pkcs12, nameof(ObjectFormat.Default))]
    [InlineData(Case.Pkcs12, nameof(ObjectFormat.Pfx))]
    public void Split_files_hold_certificates_and_key_and_stand_before_the_whole(string contentType, string format)
    {
        var asked = Case.Certificate(contentType) with { Split = true, Format = Enum.Parse<ObjectFormat>(format) };

        var files = asked.Make(contentType == Case.PemFile ? Pem : Pfx).Files;

        Assert.Equal(["path.crt", "path.key", "path"], files.Select(file => file.Path.Text));
        Assert.All(files, file => Assert.Equal(("secret/name", "v1"), (file.ObjectId, file.ObjectVersion)));
        Assert.Equal(TestChain.Pem(Chain.InOrder), Text(files[0]));
        Assert.Equal(Chain.LeafKeyPem, Text(files[1]));
        Assert.Equal(
            (asked with { Split = false }).Bytes(contentType == Case.PemFile ? Pem : Pfx), files[2].Contents.ToArray());
    }

    [Fact]
    public void Split_files_of_pem_are_in_chain_order_with_line_ends_and_columns_made_regular()
    {
        var value = (TestChain.Pem(Chain.Root, Chain.Upper) + Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf, Chain.Lower))
            .Replace("\n", "\r\n", StringComparison.Ordinal);

        var files = (Case.Certificate(Case.PemFile) with { Split = true }).Make(value).Files;

        Assert.Equal(TestChain.Pem(Chain.InOrder), Text(files[0]));
        Assert.Equal(Chain.LeafKeyPem, Text(files[1]));
    }

    [Fact]
    public void Split_files_take_keys_of_every_form_as_they_are_and_leave_other_blocks_out()
    {
        const string Keys = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END "
            + "RSA PRIVATE KEY-----\n";

        var volume = (Case.Certificate(Case.PemFile) with { Split = true })
            .Make("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n" + Keys);

        Assert.Equal(["path.key", "path"], volume.Files.Select(file => file.Path.Text));
        Assert.Equal(Keys, Text(volume.Files[0]));
        Assert.Equal(
            ["has blocks that are left out: PUBLIC KEY", "has no certificate, so its .crt file is not written"],
            volume.Notes.Select(note => note.What));
    }

    [Fact]
    public void A_path_that_an_extension_makes_too_long_fails_the_mount()
    {
        var asked = Case.Certificate(Case.PemFile) with { Split = true, Alias = new string('a', 252) };

        Assert.Equal(ErrorCodes.PathInvalid, Assert.Throws<MountException>(() => asked.Make(Pem)).Code);
    }

    [Fact]
    public void Only_certificate_backed_secrets_are_split()
    {
        Assert.Single(new Case { Split = true, ContentType = Case.PemFile }.Make(Pem).Files);
        Assert.Single(
            new Case { Split = true, Type = ObjectType.Certificate }.Make(
                new VaultCertificate("v1", Chain.Leaf)).Files);
    }

    [Fact]
    public void Split_files_of_a_history_are_numbered_before_their_extension()
    {
        var files =
            (Case.Certificate(Case.PemFile) with { Split = true, History = 2 }).Make(
                Version("v2", Pem), Version("v1", Pem)).Files;

        Assert.Equal(
            [("path/0.crt", "secret/name/0"), ("path/0.key", "secret/name/0"), ("path/0", "secret/name/0"),
             ("path/1.crt", "secret/name/1"), ("path/1.key", "secret/name/1"), ("path/1", "secret/name/1")],
            files.Select(file => (file.Path.Text, file.ObjectId)));
        ResponseRules.CheckPaths(files);
    }

    [Fact]
    public void A_split_file_that_is_another_entrys_file_is_refused_with_both()
    {
        var split = (Case.Certificate(Case.PemFile) with { Split = true }).Make(Pem).Files;
        var other = split[0] with { Entry = split[0].Entry with { Index = 1, Name = "other" } };

        var error = Assert.Throws<MountException>(() => ResponseRules.CheckPaths([.. split, other]));

        Assert.Contains("objects[0] \"name\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("objects[1] \"other\"", error.Message, StringComparison.Ordinal);
    }

    private static VaultSecret Version(string version, string value) =>
        new(version, new SecretText(value), Case.PemFile, value.StartsWith('-'));

    private static string Text(VolumeFile file) => Encoding.UTF8.GetString(file.Contents.Span);
}
