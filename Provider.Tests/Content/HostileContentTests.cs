using System.Diagnostics;
using System.Security.Cryptography;
using CsCheck;
using Provider.Model;

namespace Provider.Tests.Content;

/// <summary>Whatever a vault holds, a mount ends in files or in a known error, and soon.</summary>
public sealed class HostileContentTests
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly byte[][] Files =
    [
        TestPfx.Make(Chain.LeafKey, Chain.InOrder),
        TestPfx.Make(Chain.LeafKey, [Chain.Leaf], null, TestPfx.TripleDes, hasMac: false),
        TestPfx.Make(null, [Chain.Leaf], "secret"),
    ];

    // Without a checksum that any change would break.
    private static readonly byte[][] Unsealed =
    [
        TestPfx.Make(Chain.LeafKey, [Chain.Leaf], hasMac: false),
        TestPfx.Make(Chain.LeafKey, [Chain.Leaf], encryption: TestPfx.TripleDes, hasMac: false),
    ];

    private static readonly byte[] Aes256 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A];
    private static readonly string Pem = Chain.LeafKeyPem + TestChain.Pem(Chain.Root, Chain.Leaf, Chain.Lower);

    [Fact]
    public void Random_bytes_are_no_pfx() =>
        Gen.Byte.Array[0, 200].Sample(
            bytes => Tolerates(Case.Certificate(Case.Pkcs12), Convert.ToBase64String(bytes)), iter: 3_000);

    [Fact]
    public void A_pfx_with_bytes_changed_cut_or_doubled_is_read_or_refused() =>
        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[0, 5_000], Gen.Byte, Gen.Int[0, 40], Gen.Int[0, 3])
            .Sample((file, place, value, length, how) =>
                Tolerates(Case.Certificate(Case.Pkcs12),
                    Convert.ToBase64String(Mutated(Files[file], place, value, length, how))), iter: 2_000);

    [Fact]
    public void A_pfx_whose_values_have_another_length_is_read_or_refused() =>
        Gen.Select(Gen.Int[0, Unsealed.Length - 1], Gen.Int[0, 200], Gen.Byte.Array[0, 40], Gen.Int[0, 2])
            .Sample((file, leaf, bytes, how) =>
            {
                var root = AsnNode.Parse(Unsealed[file]);
                var leaves = root.Leaves.ToList();
                leaves[leaf % leaves.Count].Change(content => how switch
                {
                    0 => bytes,
                    1 => [.. content, .. bytes],
                    _ => content[..Math.Min(content.Length, bytes.Length)],
                });
                Tolerates(Case.Certificate(Case.Pkcs12), Convert.ToBase64String(root.Encode()));
            }, iter: 3_000);

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(17)]
    public void A_pfx_with_an_initial_vector_of_another_length_is_refused(int length)
    {
        var root = AsnNode.Parse(Unsealed[0]);
        var cipher = root.Leaves.SkipWhile(leaf => !leaf.Is(Aes256)).ElementAt(1);
        cipher.Change(_ => new byte[length]);

        var error = Case.Certificate(Case.Pkcs12).Fails(Convert.ToBase64String(root.Encode()));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("initial vector", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-PRIVATE KEY")]
    [InlineData("A- PRIVATE KEY")]
    [InlineData("A  PRIVATE KEY")]
    [InlineData(" PRIVATE KEY")]
    public void A_label_that_no_pem_block_can_have_begins_none_or_is_corrected(string label) =>
        Tolerates(
            Case.Certificate(Case.PemFile) with { Split = true },
            $"{TestChain.Pem(Chain.Leaf)}-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");

    [Fact]
    public void Random_text_is_or_is_not_base64_or_hexadecimal() =>
        Gen.Select(Gen.String, Gen.Enum<ObjectEncoding>())
            .Sample((text, encoding) => Tolerates(new Case { Encoding = encoding }, text), iter: 5_000);

    [Fact]
    public void Pem_with_characters_changed_cut_or_doubled_is_written_split_converted_or_refused() =>
        Gen.Select(Gen.Int[0, Pem.Length - 1], Gen.Char["-\nBEGIN END:=\0é A"], Gen.Int[0, 60], Gen.Bool)
            .Sample((place, value, length, isPfx) =>
            {
                var text = Pem[..place] + value + Pem[Math.Min(place + length, Pem.Length)..];
                Tolerates(
                    Case.Certificate(Case.PemFile) with { Split = true, Format = isPfx
                        ? ObjectFormat.Pfx
                        : ObjectFormat.Pem }, text);
            }, iter: 1_000);

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n")]
    [InlineData("-----BEGIN ")]
    [InlineData("-----BEGIN A-----\n-----END B-----\n")]
    [InlineData("\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")]
    public void Megabytes_of_markers_cost_no_time(string marker)
    {
        var text = string.Concat(Enumerable.Repeat(marker, 3_000_000 / marker.Length));
        var clock = Stopwatch.StartNew();

        Tolerates(Case.Certificate(Case.PemFile) with { Split = true }, text);

        Assert.InRange(clock.ElapsedMilliseconds, 0, 2_000);
    }

    [Fact]
    public void Asn1_that_nests_a_hundred_thousand_levels_harms_nothing()
    {
        var nested = new byte[100_000 * 2];
        for (var i = 0; i < nested.Length; i += 2)
        {
            (nested[i], nested[i + 1]) = (0x30, 0x80);
        }

        Tolerates(Case.Certificate(Case.Pkcs12), Convert.ToBase64String(nested));
    }

    [Fact]
    public void A_key_on_an_unknown_curve_is_refused_with_its_entry()
    {
        var key = Chain.LeafKey;
        // The identifier of P-256, 1.2.840.10045.3.1.7, made another.
        var oid = key.AsSpan().IndexOf(new byte[] { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07 });
        key[oid]++;
        var pem = PemEncoding.WriteString("PRIVATE KEY", key) + "\n" + TestChain.Pem(Chain.Leaf);

        var error = (Case.Certificate(Case.PemFile) with { Format = ObjectFormat.Pfx }).Fails(pem);

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
    }

    [Fact]
    public void Random_numbers_make_a_key_or_a_known_error() =>
        Gen.Select(Gen.Byte.Array[0, 70], Gen.Byte.Array[0, 70], Gen.Int[0, 5]).Sample((one, two, kind) =>
        {
            var (type, curve) =
                kind switch { 0 => ("RSA", null), 1 => ("EC", "P-256"), 2 => ("EC", "P-521"), 3 =>
                    ("EC", "P-256K"), _ => ("x", "y") };
            var key = new VaultKey("v1", type, curve) { Modulus = one, Exponent = two, X = one, Y = two };
            try
            {
                new Case { Type = ObjectType.Key }.Make(key);
            }
            catch (MountException)
            {
                // A known error.
            }
        }, iter: 5_000);

    private static void Tolerates(Case test, string value)
    {
        try
        {
            test.Make(value);
        }
        catch (MountException)
        {
            // A known error.
        }
    }

    private static byte[] Mutated(byte[] file, int place, byte value, int length, int how)
    {
        var at = place % file.Length;
        var end = Math.Min(at + length, file.Length);
        return how switch
        {
            0 => [.. file[..at], value, .. file[(at + 1)..]],
            1 => [.. file[..at], .. file[end..]],
            2 => [.. file[..end], .. file[at..]],
            _ => file[..at],
        };
    }
}
