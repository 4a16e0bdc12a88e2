using System.Buffers;

namespace Provider.Hosting.Http2;

/// <summary>The frames of one header block: HEADERS and its CONTINUATION frames (RFC 9113, section 6.10).</summary>
internal static class HeaderFrames
{
    /// <summary>Bytes of a block's frames: twice what Kestrel accepts, so that it refuses larger ones.</summary>
    public const int MostBytes = 64 * 1024;

    private const int LargestFrame = 16 * 1024;
    private const int PriorityBytes = 5;

    /// <summary>The length of the frames of a header block; 0 when incomplete, null when not valid.</summary>
    public static int? LengthOf(in ReadOnlySequence<byte> input, ref int scanned)
    {
        while (input.Length >= scanned + FrameHeader.Size)
        {
            var frame = FrameHeader.Read(input, scanned);
            if (frame.Type != (scanned == 0 ? FrameHeader.Headers : FrameHeader.Continuation))
            {
                return null;
            }

            var end = scanned + FrameHeader.Size + frame.Length;
            if (end > MostBytes)
            {
                return null;
            }

            if (frame.Has(FrameHeader.EndHeaders))
            {
                return input.Length >= end ? end : 0;
            }

            scanned = end;
        }

        return 0;
    }

    /// <summary>The frames with valid <c>:authority</c> values; null when they stay as they are.</summary>
    public static ReadOnlyMemory<byte>? WithValidAuthority(ReadOnlySpan<byte> frames)
    {
        var head = FrameHeader.Read(frames);
        if (!TrySplit(frames.Slice(FrameHeader.Size, head.Length), head, out var priority, out var first)
            || AuthorityFields.Replace(Join(first, frames[(FrameHeader.Size + head.Length)..])) is not { } block)
        {
            return null;
        }

        return Write(head, priority, block.Span);
    }

    // Removes the padding; false when the payload is shorter than its flags require.
    private static bool TrySplit(
        ReadOnlySpan<byte> payload, FrameHeader head, out ReadOnlySpan<byte> priority, out ReadOnlySpan<byte> block)
    {
        var start = head.Has(FrameHeader.Padded) ? 1 : 0;
        var padding = start == 1 && !payload.IsEmpty ? payload[0] : 0;
        var priorityBytes = head.Has(FrameHeader.Priority) ? PriorityBytes : 0;
        if (start + priorityBytes + padding > payload.Length)
        {
            priority = block = default;
            return false;
        }

        priority = payload.Slice(start, priorityBytes);
        block = payload[(start + priorityBytes)..^padding];
        return true;
    }

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> continuations)
    {
        if (continuations.IsEmpty)
        {
            return first;
        }

        var joined = new ArrayBufferWriter<byte>(first.Length + continuations.Length);
        joined.Write(first);
        while (!continuations.IsEmpty)
        {
            var end = FrameHeader.Size + FrameHeader.Read(continuations).Length;
            joined.Write(continuations[FrameHeader.Size..end]);
            continuations = continuations[end..];
        }

        return joined.WrittenSpan;
    }

    private static ReadOnlyMemory<byte> Write(FrameHeader head, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> block)
    {
        var output = new ArrayBufferWriter<byte>(FrameHeader.Size + prefix.Length + block.Length);
        var (type, flags) = (FrameHeader.Headers, (byte)(head.Flags & ~(FrameHeader.Padded | FrameHeader.EndHeaders)));
        do
        {
            var part = block[..Math.Min(block.Length, LargestFrame - prefix.Length)];
            block = block[part.Length..];
            var last = block.IsEmpty ? FrameHeader.EndHeaders : (byte)0;
            var frame = new FrameHeader(prefix.Length + part.Length, type, (byte)(flags | last), head.Stream);
            frame.Write(output.GetSpan(FrameHeader.Size));
            output.Advance(FrameHeader.Size);
            output.Write(prefix);
            output.Write(part);
            (type, flags) = (FrameHeader.Continuation, 0);
            prefix = default;
        }
        while (!block.IsEmpty);
        return output.WrittenMemory;
    }
}
