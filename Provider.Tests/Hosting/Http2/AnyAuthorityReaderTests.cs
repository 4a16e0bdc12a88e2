using System.Buffers;
using System.IO.Pipelines;
using CsCheck;
using Provider.Hosting.Http2;

namespace Provider.Tests.Hosting.Http2;

public sealed class AnyAuthorityReaderTests
{
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8];
    private static readonly byte[] Settings = Frame(FrameHeader.Settings, 0, 0, []);
    private static readonly byte[] Data =
        Frame(FrameHeader.Data, FrameHeader.EndStream, 1, [.. Enumerable.Range(0, 5000).Select(at => (byte)at)]);
    private static readonly byte[] PathBlock = [0x83, 0x86, 0x41, .. Hpack.Text([.. "/run/azure.sock"u8], true), 0x5F,
        1, (byte)'x'];
    private static readonly byte[] ValidBlock = [0x83, 0x86, 0x41, .. Hpack.Text([.. "aaaaaaaaaaaaaaa"u8], false), 0x5F,
        1, (byte)'x'];

    public static TheoryData<string> Forms =>
        ["plain", "padded", "priority", "padded and priority", "continued", "a byte a frame"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_header_block_in_any_frames_is_passed_on_in_one_with_a_valid_authority(string form)
    {
        var received =
            await ReadAsync([.. Preface, .. Settings, .. Frames(form, PathBlock), .. Data, .. Settings], [16]);

        byte[] priority = form.Contains("priority", StringComparison.Ordinal) ? [0, 0, 0, 3, 7] : [];
        var flags = (byte)(FrameHeader.EndHeaders | (priority.Length > 0 ? FrameHeader.Priority : 0));
        Assert.Equal(
            [.. Preface, .. Settings, .. Frame(FrameHeader.Headers, flags, 1, [.. priority, .. ValidBlock]), .. Data,
                .. Settings], received);
    }

    [Fact]
    public async Task However_the_bytes_arrive_the_same_is_passed_on()
    {
        byte[] sent = [.. Preface, .. Settings, .. Frames("continued", PathBlock), .. Data,
            .. Frames("padded", PathBlock), .. Data];
        var expected = await ReadAsync(sent, [sent.Length]);

        await Gen.Int[1, 700].Array[1, 20].SampleAsync(
            async steps => Assert.Equal(expected, await ReadAsync(sent, steps)), iter: 200);
    }

    [Fact]
    public async Task A_large_block_is_passed_on_in_frames_that_the_server_accepts()
    {
        byte[] large = [.. PathBlock, 0x40, .. Hpack.Text([(byte)'b'], false), .. Hpack.Text(new byte[20_000], false)];

        var received = await ReadAsync([.. Preface, .. Frames("continued", large), .. Data], [4096]);

        var first = FrameHeader.Read(received.AsSpan(Preface.Length));
        var second = FrameHeader.Read(received.AsSpan(Preface.Length + FrameHeader.Size + first.Length));
        Assert.Equal((16 * 1024, FrameHeader.Headers, (byte)0), (first.Length, first.Type, first.Flags));
        Assert.Equal((FrameHeader.Continuation, FrameHeader.EndHeaders), (second.Type, second.Flags));
        Assert.Equal(Data, received[^Data.Length..]);
    }

    private static readonly Dictionary<string, byte[]> Invalid = new()
    {
        ["more padding than payload"] =
            Frame(FrameHeader.Headers, FrameHeader.EndHeaders | FrameHeader.Padded, 1, [200, .. PathBlock]),
        ["no room for the priority"] =
            Frame(FrameHeader.Headers, FrameHeader.EndHeaders | FrameHeader.Priority, 1, [0, 0]),
        ["a string that is cut off"] = Frame(FrameHeader.Headers, FrameHeader.EndHeaders, 1, [0x41, 9, (byte)'x']),
        ["another frame inside a block"] = [.. Frame(FrameHeader.Headers, 0, 1, PathBlock), .. Settings],
        ["a block that is too large"] = [.. Frame(FrameHeader.Headers, 0, 1, PathBlock), .. Enumerable.Range(0, 5)
            .SelectMany(_ => Frame(FrameHeader.Continuation, 0, 1, new byte[16_000]))],
        ["a frame that is too large"] = [0xFF, 0xFF, 0xFF, FrameHeader.Headers, 4, 0, 0, 0, 1, 1, 2, 3],
        ["a frame that is cut off"] = [0, 0, 50, FrameHeader.Headers, 4, 0, 0, 0, 1, 1, 2, 3],
        ["a frame header that is cut off"] = [0, 0, 1],
    };

    public static TheoryData<string> Unserved => [.. Invalid.Keys];

    [Theory]
    [MemberData(nameof(Unserved))]
    public async Task What_is_not_valid_is_passed_on_as_it_is(string what)
    {
        byte[] sent = [.. Preface, .. Settings, .. Invalid[what]];

        Assert.Equal(sent, await ReadAsync(sent, [7]));
    }

    [Fact]
    public async Task Data_is_passed_on_before_its_frame_is_complete()
    {
        var pipe = new Pipe();
        var reader = new AnyAuthorityReader(pipe.Reader);
        byte[] part = [.. Preface, .. Data[..100]];
        await pipe.Writer.WriteAsync(part, Patience.Limit);

        Assert.Equal(part, await TakeAsync(reader, part.Length));
    }

    [Fact]
    public async Task A_pending_read_can_be_canceled_while_a_block_is_incomplete()
    {
        var pipe = new Pipe();
        var reader = new AnyAuthorityReader(pipe.Reader);
        await pipe.Writer.WriteAsync((byte[])[.. Preface, .. Frames("plain", PathBlock)[..12]], Patience.Limit);
        await TakeAsync(reader, Preface.Length);

        var pending = reader.ReadAsync(Patience.Limit);
        reader.CancelPendingRead();
        var read = await pending;

        Assert.True(read.IsCanceled);
        Assert.True(read.Buffer.IsEmpty);
    }

    private static async Task<byte[]> ReadAsync(byte[] sent, int[] steps)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var reader = new AnyAuthorityReader(pipe.Reader);
        var received = new List<byte>();
        for (var (start, step) = (0, 0); start < sent.Length; start += steps[step++ % steps.Length])
        {
            await pipe.Writer.WriteAsync(
                sent.AsMemory(start, Math.Min(steps[step % steps.Length], sent.Length - start)));
            while (reader.TryRead(out var read))
            {
                Take(reader, read, received);
            }
        }

        await pipe.Writer.CompleteAsync();
        while (true)
        {
            var read = await reader.ReadAsync(Patience.Limit);
            Take(reader, read, received);
            if (read.IsCompleted)
            {
                return [.. received];
            }
        }
    }

    // Half of what is there, so that positions inside a buffer are seen too.
    private static void Take(AnyAuthorityReader reader, ReadResult read, List<byte> received)
    {
        var taken = read.Buffer.Slice(0, read.IsCompleted ? read.Buffer.Length : (read.Buffer.Length + 1) / 2);
        received.AddRange(taken.ToArray());
        reader.AdvanceTo(taken.End);
    }

    private static async Task<byte[]> TakeAsync(AnyAuthorityReader reader, int length)
    {
        var received = new List<byte>();
        while (received.Count < length)
        {
            var read = await reader.ReadAsync(Patience.Limit);
            received.AddRange(read.Buffer.ToArray());
            reader.AdvanceTo(read.Buffer.End);
        }

        return [.. received];
    }

    private static byte[] Frames(string form, byte[] block) => form switch
    {
        "plain" => Frame(FrameHeader.Headers, FrameHeader.EndHeaders, 1, block),
        "padded" => Frame(FrameHeader.Headers, FrameHeader.EndHeaders | FrameHeader.Padded, 1, [3, .. block, 0, 0, 0]),
        "priority" =>
            Frame(FrameHeader.Headers, FrameHeader.EndHeaders | FrameHeader.Priority, 1, [0, 0, 0, 3, 7, .. block]),
        "padded and priority" => Frame(
            FrameHeader.Headers, FrameHeader.EndHeaders | FrameHeader.Padded | FrameHeader.Priority, 1,
            [1, 0, 0, 0, 3, 7, .. block, 0]),
        "continued" => Split(block, (block.Length / 3) + 1),
        _ => Split(block, 1),
    };

    private static byte[] Split(byte[] block, int size)
    {
        var parts = block.Chunk(Math.Min(size, 16_000)).ToList();
        return [.. parts.SelectMany((part, at) => Frame(
            at == 0 ? FrameHeader.Headers : FrameHeader.Continuation, at == parts.Count - 1
                ? FrameHeader.EndHeaders
                : (byte)0, 1, part))];
    }

    private static byte[] Frame(byte type, int flags, uint stream, byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, (byte)flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }
}
