using System.Collections.Immutable;
using System.Text;
using Provider.Content;
using Provider.Content.Fields;
using Provider.Model;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>Values of secrets that are text: PEM, hexadecimal, base64.</summary>
internal static class ContentTargets
{
    private static readonly ContentOptions Split = new(ConstructPemChain: true, SeparateCertificateAndKey: true);

    private static readonly ImmutableArray<byte[]> PemTokens = AllTargets.Utf8(
        "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\n",
        "-----END PRIVATE KEY-----\n", "-----BEGIN RSA PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\n", "-----END EC PRIVATE KEY-----\n", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN -----\n-----END -----\n", "-----", "-----BEGIN ",
        "Proc-Type: 4,ENCRYPTED\n\n", "\n", "\r\n", "=", "MIIB", "AAAA", " ", "\u2028", "\0", "\u00e9");

    private static readonly ImmutableArray<byte[]> ValueTokens =
        AllTargets.Utf8("=", "==", "\n", "\r\n", " ", "\t", "-", "_", "0x", "AAAA", "ff", "\u00e9", "\0");

    public static ImmutableArray<FuzzTarget> Make() =>
    [
        new FuzzTarget("pem", PemSeeds(), PemTokens,
            input => Convert("application/x-pem-file", ObjectFormat.Pem, ObjectEncoding.Utf8, input), IsKnown)
        {
            Share = 4,
        },
        new FuzzTarget("pem-to-pfx", PemSeeds(), PemTokens,
            input => Convert("application/x-pem-file", ObjectFormat.Pfx, ObjectEncoding.Base64, input), IsKnown)
        {
            Share = 1,
        },
        new FuzzTarget("value-hex", AllTargets.Utf8("", "00ffAB", new string('0', 64)), ValueTokens,
            input => Convert(null, ObjectFormat.Default, ObjectEncoding.Hex, input), IsKnown),
        new FuzzTarget("value-base64", AllTargets.Utf8("", "AAEC", "AA==", "AAE=\r\n"), ValueTokens,
            input => Convert(null, ObjectFormat.Default, ObjectEncoding.Base64, input), IsKnown),
    ];

    public static void Convert(string? contentType, ObjectFormat format, ObjectEncoding encoding, byte[] value)
    {
        var secret = new VaultSecret(
            "v1", new SecretText(AllTargets.Text(value)), contentType, BacksCertificate: contentType is not null);
        var entry = Entries.Of(ObjectType.Secret, format, encoding);
        VolumeFiles.Make(
            entry, [secret], [VolumeFiles.Conversion(entry, secret, Split)?.Run(CancellationToken.None)],
            new ParsedValues(), new VolumeRoom(int.MaxValue));
    }

    public static bool IsKnown(Exception error) => error is MountException;

    private static ImmutableArray<byte[]> PemSeeds()
    {
        var chain = SampleChain.Shared;
        return
        [
            Encoding.ASCII.GetBytes(SampleChain.Pem("PRIVATE KEY", chain.LeafKey) + chain.Certificates(0, 1, 2)),
            Encoding.ASCII.GetBytes(chain.Certificates(2, 0, 1) + SampleChain.Pem("RSA PRIVATE KEY", chain.RsaKey)),
            Encoding.ASCII.GetBytes(SampleChain.Pem("EC PRIVATE KEY", chain.LeafCurveKey)
                .ReplaceLineEndings("\r\n") + chain.Certificates(0, 0, 1)),
        ];
    }
}
