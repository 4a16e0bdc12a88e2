using System.Buffers;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Text;

namespace Provider.Http.Trust;

/// <summary>Finds the certificates in a file: PEM blocks, or certificates in DER one after the other.</summary>
internal static class CertificateBlocks
{
    /// <summary>The most bytes of one certificate.</summary>
    public const int LongestBlock = 64 * 1024;

    private const byte Sequence = 0x30;

    // Certificates with the trust settings of OpenSSL ("BEGIN TRUSTED CERTIFICATE") are left out, as .NET and Go do.
    private static readonly string[] Labels = ["CERTIFICATE-----", "X509 CERTIFICATE-----"];

    /// <summary>Reports each certificate's place and DER; empty if it cannot be decoded.</summary>
    public static void Find(ReadOnlySpan<byte> file, Found found)
    {
        if (file.Length > 0 && file[0] == Sequence)
        {
            FindDer(file, found);
        }
        else
        {
            FindPem(file, found);
        }
    }

    /// <summary>The DER of a block reported by <see cref="Find"/>; empty if it cannot be decoded.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> block)
    {
        if (block.Length > 0 && block[0] == Sequence)
        {
            return block.ToArray();
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(block.Length));
        try
        {
            // White space is skipped, line ends of every kind among it.
            return Base64.DecodeFromUtf8(block, buffer, out _, out var written) == OperationStatus.Done
                ? buffer[..written]
                : [];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void FindDer(ReadOnlySpan<byte> file, Found found)
    {
        var at = 0;
        while (at < file.Length && AsnDecoder.TryReadEncodedValue(
            file[at..], AsnEncodingRules.DER, out _, out _, out _, out var length))
        {
            found(at, length, Decode(file.Slice(at, length)));
            at += length;
        }
    }

    private static void FindPem(ReadOnlySpan<byte> file, Found found)
    {
        for (var at = 0; file[at..].IndexOf("-----BEGIN "u8) is >= 0 and var begin;)
        {
            var before = file[..(at + begin)];
            var isLine = before is [] or [.., (byte)'\n' or (byte)'\r'] || before.SequenceEqual("\uFEFF"u8);
            at += begin + "-----BEGIN ".Length;
            if (!isLine || LabelLength(file[at..]) is not (> 0 and var label))
            {
                continue;
            }

            at += label;
            // A block that does not end does not affect the next one.
            var end = file[at..].IndexOf("-----"u8);
            var isComplete = end is >= 0 and <= LongestBlock && file[(at + end)..].StartsWith("-----END "u8);
            found(at, isComplete ? end : 0, isComplete ? Decode(file.Slice(at, end)) : []);
            at += Math.Max(end, 0);
        }
    }

    private static int LabelLength(ReadOnlySpan<byte> text)
    {
        foreach (var label in Labels)
        {
            if (text.Length >= label.Length && Ascii.Equals(text[..label.Length], label))
            {
                return label.Length;
            }
        }

        return 0;
    }

    /// <summary>Takes a certificate: where its block is, and its DER, empty if it cannot be decoded.</summary>
    internal delegate void Found(int offset, int length, byte[] certificate);
}
