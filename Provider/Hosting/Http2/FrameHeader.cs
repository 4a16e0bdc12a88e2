using System.Buffers;
using System.Buffers.Binary;

namespace Provider.Hosting.Http2;

/// <summary>The header of an HTTP/2 frame (RFC 9113, section 4.1).</summary>
internal readonly record struct FrameHeader(int Length, byte Type, byte Flags, uint Stream)
{
    public const int Size = 9;
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte GoAway = 7;
    public const byte Continuation = 9;
    public const byte EndStream = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte Priority = 0x20;

    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | (bytes[1] << 8) | bytes[2], bytes[3], bytes[4],
        BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]));

    /// <summary>The header at a place of the input, which has all of its bytes.</summary>
    public static FrameHeader Read(in ReadOnlySequence<byte> input, long start)
    {
        Span<byte> bytes = stackalloc byte[Size];
        input.Slice(start, Size).CopyTo(bytes);
        return Read(bytes);
    }

    public void Write(Span<byte> bytes)
    {
        (bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) =
            ((byte)(Length >> 16), (byte)(Length >> 8), (byte)Length, Type, Flags);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[5..], Stream);
    }

    public bool Has(byte flag) => (Flags & flag) != 0;
}
