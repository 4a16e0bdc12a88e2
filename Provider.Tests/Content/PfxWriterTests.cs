using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provider.Content;
using Provider.Content.Certificates;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>What is written here must be read by everybody.</summary>
public sealed class PfxWriterTests : IDisposable
{
    private static readonly TestChain Chain = TestChain.Shared;
    private readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [Fact]
    public void Openssl_reads_it_with_an_empty_password()
    {
        workshop.Put("f.pfx", Written(Chain.LeafKey, Chain.InOrder));

        var key = workshop.OpenSsl($"pkcs12 -in f.pfx -passin pass: -nocerts -nodes");
        var certificates = workshop.OpenSsl($"pkcs12 -in f.pfx -passin pass: -nokeys");

        Assert.Contains(Chain.LeafKeyPem.Trim(), Encoding.ASCII.GetString(key), StringComparison.Ordinal);
        Assert.All(Chain.InOrder, certificate =>
            Assert.Contains(TestChain.Pem(certificate)
                .Trim(), Encoding.ASCII.GetString(certificates), StringComparison.Ordinal));
    }

    [Fact]
    public void Keytool_finds_the_key_with_its_whole_chain()
    {
        workshop.Put("f.pfx", Written(Chain.LeafKey, [Chain.Root, Chain.Upper, Chain.Lower, Chain.Leaf]));
        workshop.Put("empty", []);

        var listed = Encoding.UTF8.GetString(
            workshop.KeyTool("-list -v -keystore f.pfx -storetype PKCS12 -storepass:file empty"));

        Assert.Contains("PrivateKeyEntry", listed, StringComparison.Ordinal);
        Assert.Contains("Certificate chain length: 4", listed, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_tool_reads_every_kind(string algorithm, string parts, string password)
    {
        var (key, chain) = Make(algorithm);
        var bundle = new CertificateBundle(
            parts.Contains("key", StringComparison.Ordinal) ? [key] : [],
            [.. chain.Take(parts switch { "key" => 0, "key, leaf" or "leaf" => 1, _ => chain.Length })]);
        workshop.Put("f.pfx", TestPfx.Written(bundle, password));
        workshop.Put("password", Encoding.ASCII.GetBytes(password));

        var counts = (bundle.PrivateKeys.Length, bundle.Certificates.Length);
        Assert.Equal(counts, Blocks(workshop.OpenSsl($"pkcs12 -in f.pfx -passin pass:{password} -nodes")));
        var gnutls = password.Length == 0 ? "--empty-password" : $"--password={password}";
        Assert.Equal(counts, Blocks(workshop.CertTool($"--p12-info --inder --infile f.pfx {gnutls}")));
        var nss = Encoding.UTF8.GetString(workshop.Pk12Util($"-l f.pfx -W \"{password}\""));
        Assert.Equal(counts, (Count(nss, "Key(shrouded)"), Count(nss, "Subject Public Key Info")));
        // Java shows certificates of keys, and those alone that are marked as trusted, as the provider marks none.
        var java = Encoding.UTF8.GetString(
            workshop.KeyTool("-list -v -keystore f.pfx -storetype PKCS12 -storepass:file password"));
        Assert.Equal(bundle.PrivateKeys.Length, Count(java, "PrivateKeyEntry"));
        if (parts == "key, chain")
        {
            Assert.Contains("Certificate chain length: 2", java, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string, string> Kinds()
    {
        var kinds = new TheoryData<string, string, string>();
        foreach (var algorithm in new[] { "RSA -pkeyopt rsa_keygen_bits:2048", "EC -pkeyopt ec_paramgen_curve:P-384" })
        {
            foreach (var parts in new[] { "key, chain", "key, leaf", "key", "leaf", "chain" })
            {
                kinds.Add(algorithm, parts, "");
                kinds.Add(algorithm, parts, "changeit");
            }
        }

        return kinds;
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Dotnet_reads_it_with_an_empty_password_and_with_none(string? password)
    {
        using var leaf = X509CertificateLoader.LoadPkcs12(Written(Chain.LeafKey, [Chain.Root, Chain.Leaf]), password);

        Assert.Equal(Chain.Leaf, leaf.RawData);
        Assert.Equal(Chain.LeafKey, leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey());
    }

    [Fact]
    public void A_leaf_that_is_there_twice_is_written_once()
    {
        var written = X509CertificateLoader.LoadPkcs12Collection(
            Written(Chain.LeafKey, [Chain.Leaf, Chain.Leaf, Chain.Root]), "");

        Assert.Equal(2, written.Count);
        Assert.Single(written, one => one.HasPrivateKey);
    }

    [Fact]
    public void The_same_certificate_gives_the_same_bytes() =>
        Assert.Equal(Written(Chain.LeafKey, Chain.InOrder), Written(Chain.LeafKey, Chain.InOrder));

    [Fact]
    public void Another_key_gives_other_salts()
    {
        using var other = TestChain.NewKey();

        Assert.NotEqual(Written(Chain.LeafKey, [])[^30..], Written(other.ExportPkcs8PrivateKey(), [])[^30..]);
    }

    [Fact]
    public void It_is_read_here_as_it_was_written()
    {
        var bundle = Read(Written(Chain.LeafKey, Chain.InOrder));

        Assert.Equal([Chain.LeafKey], bundle.PrivateKeys);
        Assert.Equal(Chain.InOrder, bundle.Certificates.Select(certificate => certificate.ToArray()));
    }

    [Theory]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:2048", true)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-384", true)]
    [InlineData("ED25519", false)]
    public void Rsa_keys_of_every_pem_form_and_keys_unknown_to_the_runtime_are_written(
        string algorithm, bool hasTraditionalForm)
    {
        workshop.OpenSsl($"genpkey -algorithm {algorithm} -out key.pem");
        workshop.OpenSsl("req -x509 -new -key key.pem -subj /CN=leaf -days 30 -out leaf.pem");
        var pkcs8 = workshop.Get("key.pem");
        byte[][] forms = hasTraditionalForm ? [pkcs8, workshop.OpenSsl("pkey -in key.pem -traditional")] : [pkcs8];
        foreach (var form in forms)
        {
            var text = Encoding.ASCII.GetString([.. form, .. workshop.Get("leaf.pem")]);
            var test =
                Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 };
            workshop.Put("f.pfx", test.Bytes(text));

            var key = Encoding.ASCII.GetString(workshop.OpenSsl("pkcs12 -in f.pfx -passin pass: -nocerts -nodes"));

            Assert.Contains(Encoding.ASCII.GetString(pkcs8).Trim(), key, StringComparison.Ordinal);
        }
    }

    private (byte[] Key, ReadOnlyMemory<byte>[] Chain) Make(string algorithm)
    {
        workshop.OpenSsl($"genpkey -algorithm {algorithm} -out key.pem");
        workshop.OpenSsl("req -x509 -newkey rsa:2048 -nodes -keyout root.key -subj /CN=root -days 30 -out root.pem");
        workshop.OpenSsl("req -new -key key.pem -subj /CN=leaf -out leaf.csr");
        workshop.OpenSsl("x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -out leaf.pem");
        var text = new PemText(
            Encoding.ASCII.GetString(workshop.Get("key.pem")) + Encoding.ASCII.GetString(workshop.Get("leaf.pem"))
            + Encoding.ASCII.GetString(workshop.Get("root.pem")));
        return (text.PrivateKeys[0], [.. text.Certificates]);
    }

    private static (int, int) Blocks(byte[] pem)
    {
        var text = Encoding.UTF8.GetString(pem);
        return (Count(text, "PRIVATE KEY-----\n") / 2, Count(text, "BEGIN CERTIFICATE"));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static byte[] Written(byte[] key, byte[][] certificates) =>
        TestPfx.Written(
            new CertificateBundle([key], [.. certificates.Select(certificate => (ReadOnlyMemory<byte>)certificate)]));

    private static CertificateBundle Read(ReadOnlyMemory<byte> file) =>
        TestPfx.Read(file);
}
