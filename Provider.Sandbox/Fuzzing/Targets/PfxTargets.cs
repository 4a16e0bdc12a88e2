using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Provider.Content.Certificates;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>PFX files, unchanged and with a MAC that is always valid.</summary>
internal static class PfxTargets
{
    private static readonly ImmutableArray<byte[]> Tokens =
    [
        [0x30, 0x80], [0x00, 0x00], [0x04, 0x00], [0x05, 0x00], [0x24, 0x80], [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff],
        [0x30, 0x88], [0x02, 0x01, 0x00],
        [0x02, 0x03, 0x01, 0x86, 0xa0], [0x02, 0x04, 0x7f, 0xff, 0xff, 0xff], [0xa0, 0x80], [0x30, 0x82, 0x10, 0x00],
        [0x06, 0x00], [0x1f, 0xff, 0xff, 0xff, 0xff, 0x7f],
        .. Oids(
            PfxOids.Data, PfxOids.EncryptedData, PfxOids.KeyBag, PfxOids.ShroudedKeyBag, PfxOids.NestedBags,
            PfxOids.PbeTripleDes, PfxOids.PbeTripleDesTwoKeys,
            PfxOids.PbeRc2Of40, PfxOids.PbeRc2Of128, PfxOids.Pbes2, PfxOids.Pbkdf2, PfxOids.Aes128, PfxOids.Sha512,
            PfxOids.HmacSha512),
    ];

    // A file states its own number of rounds of key derivation, of which up to three million are allowed. That takes
    // seconds.
    public static ImmutableArray<FuzzTarget> Make() =>
    [
        new FuzzTarget("pfx", Files(), Tokens, input => Read(input),
            IsUnreadable) { Share = 5, Slowest = 5000 },
        new FuzzTarget(
            "pfx-bags", Bags(), Tokens,
            input => Read(SamplePfx.File(input, hasMac: false)),
            IsUnreadable) { Share = 4, Slowest = 5000 },
        new FuzzTarget(
            "pfx-sealed", Contents(), Tokens, input => Read(SamplePfx.Sealed(input)),
            IsUnreadable) { Share = 4, Slowest = 5000 },
        new FuzzTarget("pfx-to-pem", Files(), Tokens, ToPem, ContentTargets.IsKnown) { Share = 2, Slowest = 5000 },
    ];

    private static CertificateBundle Read(byte[] file) =>
        PfxReader.Read(file, password: null, new DerivationBudget(CancellationToken.None));

    private static void ToPem(byte[] file) =>
        ContentTargets.Convert(
            "application/x-pkcs12", ObjectFormat.Pem, ObjectEncoding.Utf8,
            Encoding.ASCII.GetBytes(Convert.ToBase64String(file)));

    private static bool IsUnreadable(Exception error) => error is UnreadableContentException or AsnContentException
        or CryptographicException or PlatformNotSupportedException;

    private static ImmutableArray<byte[]> Bags() => [.. Kinds().Select(SamplePfx.Bags)];

    private static ImmutableArray<byte[]> Contents() => [.. Bags().Select(SamplePfx.Content)];

    private static ImmutableArray<byte[]> Files()
    {
        var chain = SampleChain.Shared;
        var bundle = new CertificateBundle(
            [[.. chain.LeafKey]], [.. chain.InOrder.Select(certificate => (ReadOnlyMemory<byte>)certificate)]);
        return
        [
            PfxWriter.Write(bundle, password: null, alias: null, new DerivationBudget(CancellationToken.None)),
            .. Bags().Select(bags => SamplePfx.File(bags, hasMac: true)),
            .. Bags().Select(bags => SamplePfx.File(bags, hasMac: false)),
        ];
    }

    private static IEnumerable<string?> Kinds() =>
        [null, PfxOids.PbeTripleDes, PfxOids.PbeTripleDesTwoKeys, PfxOids.Pbes2];

    private static IEnumerable<byte[]> Oids(params string[] oids) =>
        oids.Select(oid =>
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            writer.WriteObjectIdentifier(oid);
            return writer.Encode();
        });
}
