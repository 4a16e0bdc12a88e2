using System.Buffers;

namespace Provider.Hosting.Http2;

/// <summary>Replaces a header block's <c>:authority</c> values with valid ones of the same decoded length.</summary>
// HPACK counts the length for the dynamic table (RFC 7541, section 4.1), so the tables of both sides stay in step, and
// a later field that refers to the entry finds the valid value. A field whose name refers to a dynamic entry is left as
// it is.
internal static class AuthorityFields
{
    private const int StaticIndex = 1;
    private const byte Filler = (byte)'a';

    /// <summary>The block with valid values; null when nothing was replaced or the block is not valid HPACK.</summary>
    public static ReadOnlyMemory<byte>? Replace(ReadOnlySpan<byte> block)
    {
        var reader = new HpackReader(block);
        ArrayBufferWriter<byte>? replaced = null;
        var copied = 0;
        while (!reader.AtEnd)
        {
            if (!TryReadField(ref reader, out var isAuthority, out var value))
            {
                return null;
            }

            if (isAuthority)
            {
                if (value.DecodedLength is not { } length)
                {
                    return null;
                }

                replaced ??= new ArrayBufferWriter<byte>(block.Length);
                replaced.Write(block[copied..value.Start]);
                WriteFiller(replaced, length);
                copied = reader.Position;
            }
        }

        replaced?.Write(block[copied..]);
        return replaced?.WrittenMemory;
    }

    private static bool TryReadField(ref HpackReader reader, out bool isAuthority, out HpackString value)
    {
        isAuthority = false;
        value = default;
        var first = reader.Peek();
        var isIndexed = (first & 0x80) != 0;
        var isSizeUpdate = (first & 0xE0) == 0x20;
        if (isIndexed || isSizeUpdate)
        {
            return reader.TryReadInteger(isIndexed ? 7 : 5, out _);
        }

        if (!reader.TryReadInteger((first & 0x40) != 0 ? 6 : 4, out var index))
        {
            return false;
        }

        isAuthority = index == StaticIndex;
        if (index == 0)
        {
            if (!reader.TryReadString(out var name))
            {
                return false;
            }

            isAuthority = IsAuthority(name);
        }

        return reader.TryReadString(out value);
    }

    private static bool IsAuthority(HpackString name) => name.IsHuffman
        ? name.Bytes.SequenceEqual<byte>([0xB8, 0x3B, 0x53, 0x39, 0xEC, 0x32, 0x7D, 0x7F])
        : name.Bytes.SequenceEqual(":authority"u8);

    private static void WriteFiller(ArrayBufferWriter<byte> output, int length)
    {
        WriteLength(output, length);
        output.GetSpan(length)[..length].Fill(Filler);
        output.Advance(length);
    }

    private static void WriteLength(ArrayBufferWriter<byte> output, int length)
    {
        const int most = 0x7F;
        if (length < most)
        {
            output.Write((ReadOnlySpan<byte>)[(byte)length]);
            return;
        }

        output.Write((ReadOnlySpan<byte>)[most]);
        for (length -= most; length >= 0x80; length >>= 7)
        {
            output.Write((ReadOnlySpan<byte>)[(byte)(0x80 | (length & 0x7F))]);
        }

        output.Write((ReadOnlySpan<byte>)[(byte)length]);
    }
}
