namespace Provider.Http;

/// <summary>A stream that fails once it has given more bytes than allowed.</summary>
internal sealed class BoundedStream(Stream inner, long limit) : Stream
{
    private long given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The length of a response is not known.");

    public override long Position
    {
        get => given;
        set => throw new NotSupportedException("A response is read once.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A response is read once.");

    public override void SetLength(long value) => throw new NotSupportedException("A response is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A response is read only.");

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        given += read;
        return given <= limit ? read : throw new ResponseTooLargeException(null, limit);
    }
}
