using System.Buffers.Binary;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Provider.Content.Certificates;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>What a PFX may ask for: rounds of key derivation, nesting, certificates.</summary>
public sealed class PfxLimitsTests : IDisposable
{
    private static readonly TestChain Chain = TestChain.Shared;
    private readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [Fact]
    public void Bags_in_bags_are_read_and_deep_nesting_is_refused()
    {
        var bundle = Read(Nested(3));
        Assert.Single(bundle.Certificates);

        Assert.Contains("nested", Assert.Throws<UnreadableContentException>(() => Read(Nested(40))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3_000_001)]
    [InlineData(8_388_607)]
    public void A_file_that_asks_for_endless_key_derivation_is_refused_at_once(int iterations)
    {
        workshop.Put("all.pem", Encoding.ASCII.GetBytes(Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf)));
        workshop.OpenSsl("pkcs12 -export -in all.pem -passout pass: -iter 77777 -nomac -out f.pfx");
        var file = workshop.Get("f.pfx");
        // INTEGER 77777 in DER; the other numbers have as many bytes.
        var place = file.AsSpan().IndexOf((byte[])[0x02, 0x03, 0x01, 0x2F, 0xD1]);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(place + 1), (3 << 24) | iterations);

        var error = Assert.Throws<UnreadableContentException>(() => Read(file));
        Assert.Contains(
            "rounds of key derivation, more than the limit of 3,000,000", error.Message, StringComparison.Ordinal);
        Assert.Contains("-iter", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mac_that_asks_for_endless_key_derivation_is_refused_at_once()
    {
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(new Pkcs12SafeContents());

        Assert.Throws<UnreadableContentException>(() => Read(TestPfx.Sealed(builder, iterations: 3_000_001)));
    }

    [Fact]
    public void A_file_of_more_than_two_hundred_certificates_is_refused()
    {
        var file = TestPfx.Make(null, [.. Enumerable.Repeat(Chain.Leaf, 201)]);

        Assert.Contains("more than 200", Assert.Throws<UnreadableContentException>(() => Read(file)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_canceled_conversion_ends_before_its_next_derivation()
    {
        var slow = Convert.FromBase64String(File.ReadAllText(Path.Combine(
            Repository.Root, "Provider.Tests", "Content", "Certificates", "dos-590000-mac.pfx.b64")));
        using var ended = new CancellationTokenSource();
        ended.Cancel();

        Assert.Throws<OperationCanceledException>(() => PfxReader.Read(slow, null, new DerivationBudget(ended.Token)));
    }

    private static byte[] Nested(int depth)
    {
        var contents = new Pkcs12SafeContents();
        using var leaf =
            System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(Chain.Leaf);
        contents.AddCertificate(leaf);
        for (var i = 0; i < depth; i++)
        {
            var outer = new Pkcs12SafeContents();
            outer.AddNestedContents(contents);
            contents = outer;
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(contents);
        return TestPfx.Sealed(builder);
    }

    private static CertificateBundle Read(ReadOnlyMemory<byte> file) =>
        TestPfx.Read(file);
}
