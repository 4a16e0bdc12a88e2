using System.Text;
using Provider.Content.Certificates;

namespace Provider.Tests.Content;

/// <summary>What certtool and pk12util write by default, made by them here and now.</summary>
public sealed class PeerPfxTests : IDisposable
{
    private static readonly TestChain Chain = TestChain.Shared;
    private readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [Theory]
    [InlineData("--empty-password")]
    [InlineData("--null-password")]
    [InlineData("--empty-password --pkcs-cipher aes-128")]
    public void What_certtool_writes_is_read(string options)
    {
        workshop.Put("key.pem", Encoding.ASCII.GetBytes(Chain.LeafKeyPem));
        workshop.Put("chain.pem", Encoding.ASCII.GetBytes(TestChain.Pem(Chain.Leaf, Chain.Lower)));
        workshop.CertTool(
            $"--to-p12 --load-privkey key.pem --load-certificate chain.pem --p12-name leaf --outder --outfile f.pfx "
            + $"{options}");

        var bundle = Read(workshop.Get("f.pfx"));

        Assert.Equal([Chain.LeafKey], bundle.PrivateKeys);
        Assert.Equal([Chain.Leaf, Chain.Lower], bundle.Certificates.Select(certificate => certificate.ToArray())
            .Order(FirstBytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-c AES-128-CBC -C AES-128-CBC")]
    public void What_pk12util_writes_is_read(string options)
    {
        workshop.Put("f.pem", Encoding.ASCII.GetBytes(Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf)));
        workshop.OpenSsl("pkcs12 -export -in f.pem -name leaf -passout pass: -out in.pfx");
        workshop.CertUtil("-N -d . --empty-password");
        workshop.Pk12Util("-i in.pfx -d . -W \"\" -K \"\"");
        workshop.Pk12Util($"-o f.pfx -n leaf -d . -W \"\" -K \"\" {options}");

        var bundle = Read(workshop.Get("f.pfx"));

        Assert.Equal([Chain.LeafKey], bundle.PrivateKeys);
        Assert.Equal(Chain.Leaf, Assert.Single(bundle.Certificates).ToArray());
    }

    // certtool's own order is not the test's concern.
    private static readonly IComparer<byte[]> FirstBytes =
        Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceEqual(Chain.Leaf) ? -1 : other.AsSpan()
            .SequenceEqual(Chain.Leaf) ? 1 : 0);

    private static CertificateBundle Read(byte[] file) => TestPfx.Read(file);
}
