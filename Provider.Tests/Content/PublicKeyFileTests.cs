using System.Security.Cryptography;
using System.Text;
using Provider.Model;

namespace Provider.Tests.Content;

public sealed class PublicKeyFileTests : IDisposable
{
    private static readonly Case Key = new() { Type = ObjectType.Key };
    private readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [Theory]
    [InlineData("RSA", 2048)]
    [InlineData("RSA-HSM", 2048)]
    public void An_rsa_key_is_one_block_that_openssl_takes(string type, int bits)
    {
        using var rsa = RSA.Create(bits);
        var numbers = rsa.ExportParameters(false);

        var text = Text(new VaultKey("v1", type, null) { Modulus = numbers.Modulus!, Exponent = numbers.Exponent! });

        Assert.Equal(rsa.ExportSubjectPublicKeyInfoPem() + "\n", text);
        Assert.Equal(
            text, Encoding.ASCII.GetString(
                workshop.OpenSsl($"pkey -pubin -in {workshop.Put("k", Encoding.ASCII.GetBytes(text))}")));
    }

    [Theory]
    [InlineData("EC", "P-256", "P-256", 32)]
    [InlineData("EC-HSM", "P-256", "P-256", 32)]
    [InlineData("EC", "P-384", "P-384", 48)]
    [InlineData("EC", "P-521", "P-521", 66)]
    [InlineData("EC", "P-256K", "secp256k1", 32)]
    public void A_curve_key_is_the_block_that_openssl_writes(string type, string curve, string opensslName, int bytes)
    {
        workshop.OpenSsl($"genpkey -algorithm EC -pkeyopt ec_paramgen_curve:{opensslName} -out k.pem");
        var point = workshop.OpenSsl("pkey -in k.pem -pubout -outform DER")[^(2 * bytes)..];

        var text = Text(new VaultKey("v1", type, curve) { X = point.AsMemory(0, bytes), Y = point.AsMemory(bytes) });

        Assert.Equal(Encoding.ASCII.GetString(workshop.OpenSsl("pkey -in k.pem -pubout")), text);
    }

    [Fact]
    public void Numbers_may_lack_or_have_zeros_in_front()
    {
        using var rsa = RSA.Create(2048);
        var numbers = rsa.ExportParameters(false);
        Assert.Equal(
            rsa.ExportSubjectPublicKeyInfoPem() + "\n",
            Text(new VaultKey("v1", "RSA", null) { Modulus = (byte[])[0, .. numbers.Modulus!],
                Exponent = (byte[])[0, .. numbers.Exponent!] }));

        // A point whose x begins with a zero byte: written with 31 bytes, with 32 and with 33.
        using var key = KeyWithShortX();
        var point = key.ExportParameters(false).Q;
        var (x, y) = (point.X!.AsMemory(), point.Y!.AsMemory());
        Assert.All([x[1..], x, (byte[])[0, .. x.Span]], form =>
            Assert.Equal(key.ExportSubjectPublicKeyInfoPem() + "\n",
                Text(new VaultKey("v1", "EC", "P-256") { X = form, Y = y })));
    }

    [Fact]
    public void A_point_off_the_curve_is_refused()
    {
        var error = Assert.Throws<MountException>(
            () => Text(new VaultKey("v1", "EC", "P-256") { X = (byte[])[7], Y = (byte[])[1] }));

        Assert.Equal(ErrorCodes.KeyTypeUnsupported, error.Code);
        Assert.Contains("not a point on the curve \"P-256\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oct", null, "\"oct\"")]
    [InlineData("oct-HSM", null, "\"oct-HSM\"")]
    [InlineData("OKP", "Ed25519", "\"OKP\"")]
    [InlineData("EC", "P-224", "\"EC\" with the curve \"P-224\"")]
    [InlineData("EC", null, "\"EC\" with the curve \"\"")]
    [InlineData("EC", "P-256", "without its numbers")]
    [InlineData("RSA", null, "without its numbers")]
    public void Other_keys_are_refused_by_their_type(string type, string? curve, string said)
    {
        var error = Assert.Throws<MountException>(() => Text(new VaultKey("v1", type, curve)));

        Assert.Equal(ErrorCodes.KeyTypeUnsupported, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private static ECDsa KeyWithShortX()
    {
        while (true)
        {
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (key.ExportParameters(false).Q.X![0] == 0)
            {
                return key;
            }

            key.Dispose();
        }
    }

    private static string Text(VaultKey key) =>
        Encoding.ASCII.GetString(Assert.Single(Key.Make(key).Files).Contents.Span);
}
