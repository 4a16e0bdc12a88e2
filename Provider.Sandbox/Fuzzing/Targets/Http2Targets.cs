using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using Provider.Hosting.Http2;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>Bytes of a socket client, which are read before gRPC.</summary>
internal static class Http2Targets
{
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8];

    private static readonly byte[] Block =
        [0x83, 0x86, 0x45, 0x82, 0x60, 0x7F, 0x41, 0x84, 0x60, 0x75, 0x99, 0x7F, 0x5F, 3, (byte)'a', (byte)'/',
            (byte)'g', 0xBE];

    private static readonly ImmutableArray<byte[]> Tokens =
    [
        [0, 0, 4, 1, 4, 0, 0, 0, 1], [0, 0, 9, 1, 0x28, 0, 0, 0, 1], [0, 0, 4, 9, 0, 0, 0, 0, 1],
        [0, 0, 4, 9, 4, 0, 0, 0, 1],
        [0, 0, 0, 4, 1, 0, 0, 0, 0], [0, 0, 2, 0, 1, 0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 1, 0, 0, 0, 0, 1],
        [0x41, 0], [0x01, 0x7F, 0xFF, 0x01], [0x41, 0x85], [0x40, 10, .. ":authority"u8, 3], [0x3F, 0xE1, 0x1F], [0x20],
        [0xFF, 0xFF, 0xFF, 0xFF],
    ];

    public static ImmutableArray<FuzzTarget> Make() =>
    [
        new FuzzTarget("authority-field", [Block], Tokens, input => AuthorityFields.Replace(input), _ => false),
        new FuzzTarget(
            "authority-frames",
            [[.. Preface, .. Frame(1, 4, Block), .. Frame(0, 1, [0, 0, 0, 0, 0])],
                [.. Preface, .. Frame(1, 0x28, [1, 0, 0, 0, 0, 9, .. Block, 0]), .. Frame(9, 4, Block)]],
            Tokens, ReadAll, _ => false) { BytesPerByte = 4_000 },
    ];

    // In pieces of a size that the input chooses.
    private static void ReadAll(byte[] input)
    {
        var step = input.Length == 0 ? 1 : 1 + (input[^1] % 64 * (1 + (input.Length / 512)));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        var reader = new AnyAuthorityReader(pipe.Reader);
        for (var start = 0; start < input.Length; start += step)
        {
            pipe.Writer.Write(input.AsSpan(start, Math.Min(step, input.Length - start)));
            Finish(pipe.Writer.FlushAsync());
            Drain(reader);
        }

        pipe.Writer.Complete();
        Drain(reader);
        reader.Complete();
    }

    private static void Drain(AnyAuthorityReader reader)
    {
        while (reader.TryRead(out var read))
        {
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static void Finish(ValueTask<FlushResult> flush)
    {
        if (!flush.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The pipe never waits.");
        }
    }

    private static byte[] Frame(byte type, byte flags, byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, 1).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }
}
