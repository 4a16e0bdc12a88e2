using System.Buffers;
using System.IO.Pipelines;

namespace Provider.Hosting.Http2;

/// <summary>Reads an HTTP/2 client's frames, and replaces <c>:authority</c> in each request by a valid value.</summary>
// Everything but a header block is passed on in place, without a copy: requests hold secrets, header blocks do not. A
// header block is passed on once it is complete. Input that is not valid HTTP/2 is passed on unchanged: the server
// refuses it.
internal sealed class AnyAuthorityReader(PipeReader inner) : PipeReader
{
    // "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" (RFC 9113, section 3.4).
    private const int PrefaceLength = 24;

    // How many bytes from here on are passed on unread.
    private long passing = PrefaceLength;

    // How much of an incomplete header block has been scanned.
    private int scanned;

    // The rest of a replaced block; the block itself is consumed.
    private ReadOnlySequence<byte> replaced;
    private ReadOnlySequence<byte> presented;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (!replaced.IsEmpty)
            {
                return Present(replaced, isCanceled: false, isCompleted: false);
            }

            var read = await inner.ReadAsync(cancellationToken);
            if (TryPresent(read, out var result))
            {
                return result;
            }
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!replaced.IsEmpty)
        {
            result = Present(replaced, isCanceled: false, isCompleted: false);
            return true;
        }

        while (inner.TryRead(out var read))
        {
            if (TryPresent(read, out result))
            {
                return true;
            }
        }

        result = default;
        return false;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!replaced.IsEmpty)
        {
            replaced = replaced.Slice(consumed);
            return;
        }

        passing -= presented.Slice(0, consumed).Length;
        presented = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private bool TryPresent(ReadResult read, out ReadResult result)
    {
        var buffer = read.Buffer;
        if (passing == 0 && !read.IsCanceled)
        {
            if (TryReplace(buffer))
            {
                result = Present(replaced, isCanceled: false, isCompleted: false);
                return true;
            }

            if (passing == 0 && read.IsCompleted)
            {
                passing = buffer.Length; // a frame that was cut off: the server sees where
            }
        }

        var pass = buffer.Slice(0, Math.Min(passing, buffer.Length));
        if (pass.IsEmpty && !read.IsCanceled && !read.IsCompleted)
        {
            inner.AdvanceTo(buffer.Start, buffer.End);
            result = default;
            return false;
        }

        result = Present(pass, read.IsCanceled, read.IsCompleted && pass.Length == buffer.Length);
        return true;
    }

    // At the start of a frame. Sets how much is passed on: nothing while that is not known.
    private bool TryReplace(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < FrameHeader.Size)
        {
            return false;
        }

        var frame = FrameHeader.Read(buffer, 0);
        passing = FrameHeader.Size + frame.Length;
        if (frame.Type != FrameHeader.Headers)
        {
            return false;
        }

        var length = HeaderFrames.LengthOf(buffer, ref scanned);
        scanned = length == 0 ? scanned : 0;
        passing = length ?? passing;
        if (length is null or 0 || WithValidAuthority(buffer.Slice(0, length.Value)) is not { } valid)
        {
            return false;
        }

        passing = 0;
        replaced = new ReadOnlySequence<byte>(valid);
        inner.AdvanceTo(buffer.GetPosition(length.Value));
        return true;
    }

    private static ReadOnlyMemory<byte>? WithValidAuthority(ReadOnlySequence<byte> block) =>
        HeaderFrames.WithValidAuthority(block.IsSingleSegment ? block.FirstSpan : block.ToArray());

    private ReadResult Present(ReadOnlySequence<byte> bytes, bool isCanceled, bool isCompleted)
    {
        presented = bytes;
        return new ReadResult(bytes, isCanceled, isCompleted);
    }
}
