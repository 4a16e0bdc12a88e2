namespace Provider.Tests.Hosting.Http2;

/// <summary>
/// HPACK as RFC 7541 defines it, for the tests: fields as they are written, and Huffman code from its table.
/// </summary>
internal static class Hpack
{
    // The length of each byte's code, then that of end-of-string (RFC 7541, appendix B).
    private static readonly int[] Lengths =
    [
        .. File.ReadAllText(Path.Combine(Repository.Root, "Provider.Tests/Hosting/Http2/huffman-lengths.txt"))
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private static readonly string[] Codes = MakeCodes();

    /// <summary>
    /// A representation: its kind, the name's index or the name, and the value; a number for what has no value.
    /// </summary>
    public sealed record Field(string Kind, object Name, string? Value);

    public static byte[] Huffman(byte[] text)
    {
        var bits = string.Concat(text.Select(letter => Codes[letter]));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
    }

    public static byte[] Integer(int prefixBits, int head, int value)
    {
        var most = (1 << prefixBits) - 1;
        if (value < most)
        {
            return [(byte)(head | value)];
        }

        var bytes = new List<byte> { (byte)(head | most) };
        for (value -= most; value >= 128; value >>= 7)
        {
            bytes.Add((byte)(0x80 | (value & 0x7F)));
        }

        return [.. bytes, (byte)value];
    }

    public static byte[] Text(byte[] text, bool isHuffman)
    {
        var sent = isHuffman ? Huffman(text) : text;
        return [.. Integer(7, isHuffman ? 0x80 : 0, sent.Length), .. sent];
    }

    public static List<Field> Read(ReadOnlySpan<byte> block)
    {
        var fields = new List<Field>();
        var at = 0;
        while (at < block.Length)
        {
            var first = block[at];
            var (kind, bits) = first >= 0x80 ? ("indexed", 7) : first >= 0x40 ? ("incremental", 6) : first >= 0x20
                ? ("size", 5)
                : first >= 0x10 ? ("never", 4) : ("without", 4);
            var index = ReadInteger(block, ref at, bits);
            if (kind is "indexed" or "size")
            {
                fields.Add(new Field(kind, index, null));
                continue;
            }

            object name = index == 0 ? ReadText(block, ref at) : index;
            fields.Add(new Field(kind, name, ReadText(block, ref at)));
        }

        return fields;
    }

    private static int ReadInteger(ReadOnlySpan<byte> block, ref int at, int bits)
    {
        var most = (1 << bits) - 1;
        var value = block[at++] & most;
        for (var shift = 0; value >= most; shift += 7)
        {
            value += (block[at] & 0x7F) << shift;
            if (block[at++] < 0x80)
            {
                break;
            }
        }

        return value;
    }

    // One character a byte, so that any bytes can be compared.
    private static string ReadText(ReadOnlySpan<byte> block, ref int at)
    {
        var isHuffman = block[at] >= 0x80;
        var length = ReadInteger(block, ref at, 7);
        var bytes = block.Slice(at, length).ToArray();
        at += length;
        return System.Text.Encoding.Latin1.GetString(isHuffman ? Unhuffman(bytes) : bytes);
    }

    private static byte[] Unhuffman(byte[] coded)
    {
        var text = new List<byte>();
        var code = "";
        foreach (var bit in string.Concat(coded.Select(one => Convert.ToString(one, 2).PadLeft(8, '0'))))
        {
            code += bit;
            if (Array.IndexOf(Codes, code) is >= 0 and var symbol)
            {
                text.Add((byte)symbol);
                code = "";
            }
        }

        return [.. text];
    }

    // Canonical: in order of length, then of symbol, each code is the one before plus one.
    private static string[] MakeCodes()
    {
        var codes = new string[Lengths.Length];
        var (next, length) = (0L, 0);
        foreach (var symbol in Enumerable.Range(0, Lengths.Length).OrderBy(symbol => Lengths[symbol])
            .ThenBy(symbol => symbol))
        {
            next <<= Lengths[symbol] - length;
            length = Lengths[symbol];
            codes[symbol] = Convert.ToString(next++, 2).PadLeft(length, '0');
        }

        return codes;
    }
}
