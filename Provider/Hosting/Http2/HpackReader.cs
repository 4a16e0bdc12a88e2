namespace Provider.Hosting.Http2;

/// <summary>Reads an HPACK header block (RFC 7541, section 5). Reading stops at anything that is not valid.</summary>
internal ref struct HpackReader(ReadOnlySpan<byte> block)
{
    private const int MostContinuationBytes = 4;

    private readonly ReadOnlySpan<byte> block = block;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position == block.Length;

    public readonly byte Peek() => block[Position];

    public bool TryReadInteger(int prefixBits, out int value)
    {
        value = 0;
        if (AtEnd)
        {
            return false;
        }

        var most = (1 << prefixBits) - 1;
        value = block[Position++] & most;
        if (value < most)
        {
            return true;
        }

        for (var count = 0; count < MostContinuationBytes && !AtEnd; count++)
        {
            var next = block[Position++];
            value += (next & 0x7F) << (7 * count);
            if ((next & 0x80) == 0)
            {
                return true;
            }
        }

        return false;
    }

    public bool TryReadString(out HpackString text)
    {
        text = default;
        var start = Position;
        var isHuffman = !AtEnd && (Peek() & 0x80) != 0;
        if (!TryReadInteger(7, out var length) || length > block.Length - Position)
        {
            return false;
        }

        text = new HpackString(start, isHuffman, block.Slice(Position, length));
        Position += length;
        return true;
    }
}

/// <summary>A string of a header block: where it starts, and its bytes as they are sent.</summary>
internal readonly ref struct HpackString(int start, bool isHuffman, ReadOnlySpan<byte> bytes)
{
    public readonly int Start = start;
    public readonly bool IsHuffman = isHuffman;
    public readonly ReadOnlySpan<byte> Bytes = bytes;

    public int? DecodedLength => IsHuffman ? HuffmanLength.Of(Bytes) : Bytes.Length;
}
