namespace Provider.Hosting.Http2;

/// <summary>How many bytes a Huffman-coded HPACK string decodes to (RFC 7541, section 5.2 and appendix B).</summary>
// The code is canonical: codes of one length are consecutive, and each length's first code follows from the lengths
// before it. So the number of codes of each length is enough to find where a symbol ends.
internal static class HuffmanLength
{
    // Index: length in bits. 257 codes: every byte, and the end-of-string symbol, which is the last one.
    private static ReadOnlySpan<byte> CodesOfLength =>
        [0, 0, 0, 0, 0, 10, 26, 32, 6, 0, 5, 3, 2, 6, 2, 3, 0, 0, 0, 3, 8, 13, 26, 29, 12, 4, 15, 19, 29, 0, 4];

    private const int LongestCode = 30;

    /// <summary>The number of decoded bytes; null when the string is not valid.</summary>
    public static int? Of(ReadOnlySpan<byte> coded)
    {
        var symbols = 0;
        var (code, first, length) = (0, 0, 0);
        for (var bit = 0; bit < coded.Length * 8; bit++)
        {
            code = (code << 1) | ((coded[bit >> 3] >> (7 - (bit & 7))) & 1);
            first = (first + CodesOfLength[length]) << 1;
            length++;
            if (code - first < CodesOfLength[length])
            {
                if (IsEndOfString(length, code - first))
                {
                    return null;
                }

                symbols++;
                (code, first, length) = (0, 0, 0);
            }
        }

        // The rest is padding: fewer than eight bits, all ones.
        return length < 8 && code == (1 << length) - 1 ? symbols : null;
    }

    private static bool IsEndOfString(int length, int index) =>
        length == LongestCode && index == CodesOfLength[length] - 1;
}
