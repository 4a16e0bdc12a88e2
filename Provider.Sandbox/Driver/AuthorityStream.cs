using System.Text;
using Provider.Hosting.Http2;

namespace Provider.Sandbox.Driver;

/// <summary>
/// A connection on which each request has an <c>:authority</c> that .NET's own client would refuse to send.
/// </summary>
// As grpc-go does, the first request puts the field into the dynamic table and later ones refer to it. .NET's client
// adds no entries, so there is only this one; it writes whole frames, and the field as a literal with a static name.
internal sealed class AuthorityStream(Stream inner, string authority) : Stream
{
    private const int PrefaceLength = 24;

    // Indexed field 62: the newest entry of the dynamic table (RFC 7541, section 2.3.3).
    private static readonly byte[] NewestEntry = [0x80 | 62];
    private static readonly byte[] FromClient = [0x01, 9, .. "localhost"u8];

    private bool isPrefaceSent;
    private bool isIndexed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(Rewrite(buffer.Span), cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) =>
        inner.Write(Rewrite(buffer.AsSpan(offset, count)));

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private byte[] Rewrite(ReadOnlySpan<byte> written)
    {
        var output = new List<byte>(written.Length + 64);
        if (!isPrefaceSent)
        {
            output.AddRange(written[..PrefaceLength]);
            written = written[PrefaceLength..];
            isPrefaceSent = true;
        }

        while (!written.IsEmpty)
        {
            var frame = FrameHeader.Read(written);
            var payload = written.Slice(FrameHeader.Size, frame.Length);
            Add(output, frame, frame.Type == FrameHeader.Headers ? WithAuthority(payload) : payload);
            written = written[(FrameHeader.Size + frame.Length)..];
        }

        return [.. output];
    }

    private static void Add(List<byte> output, FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[FrameHeader.Size];
        (frame with { Length = payload.Length }).Write(header);
        output.AddRange(header);
        output.AddRange(payload);
    }

    private byte[] WithAuthority(ReadOnlySpan<byte> block)
    {
        var start = block.IndexOf(FromClient);
        if (start < 0)
        {
            throw new InvalidDataException("The client wrote the :authority field in another form.");
        }

        byte[] field = isIndexed ? NewestEntry : Literal();
        isIndexed = true;
        return [.. block[..start], .. field, .. block[(start + FromClient.Length)..]];
    }

    // A literal field with incremental indexing; a length above 126 takes more bytes (RFC 7541, section 5.1).
    private byte[] Literal()
    {
        var value = Encoding.UTF8.GetBytes(authority);
        byte[] length = value.Length < 0x7F ? [(byte)value.Length] : [0x7F, (byte)(value.Length - 0x7F)];
        return [0x41, .. length, .. value];
    }
}
