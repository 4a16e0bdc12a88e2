using Provider.Http.Connections;
using Provider.Http.Failures;

namespace Provider.Http;

/// <summary>Refuses responses that are larger than the provider can use, before they are in memory.</summary>
internal sealed class BoundedBodyHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Bytes. A secret has at most 25 KB (Key Vault's limits), six times that when JSON escapes all.</summary>
    public const int MaxBytes = 256 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var inFlight = RequestInFlight.Of(request);
        try
        {
            response.Content = await BoundAsync(response.Content, inFlight, cancellationToken);
            return response;
        }
        catch
        {
            // Too large, or canceled just now: no caller reads it to its end.
            response.Dispose();
            inFlight?.Dispose();
            throw;
        }
    }

    private static async Task<HttpContent> BoundAsync(
        HttpContent content, RequestInFlight? inFlight, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is { } size && size > MaxBytes)
        {
            throw new ResponseTooLargeException(size, MaxBytes);
        }

        var bounded = new StreamContent(
            new BoundedStream(await content.ReadAsStreamAsync(cancellationToken), MaxBytes, inFlight));
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            bounded.Headers.TryAddWithoutValidation(name, values);
        }

        return bounded;
    }
}

/// <summary>A stream that fails once it has given more bytes than allowed.</summary>
internal sealed class BoundedStream(Stream inner, long limit, IDisposable? inFlight = null) : Stream
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

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await ReadOrEndAsync(inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A response is read once.");

    public override void SetLength(long value) => throw new NotSupportedException("A response is read only.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A response is read only.");

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            inFlight?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadOrEndAsync(ValueTask<int> read)
    {
        try
        {
            return Count(await read);
        }
        catch
        {
            // The pipeline leaves a stream that fails to the garbage collector, and its connection would count as in
            // use until then.
            await DisposeAsync();
            throw;
        }
    }

    private int Count(int read)
    {
        given += read;
        if (read == 0)
        {
            inFlight?.Dispose();
        }

        return given <= limit ? read : throw new ResponseTooLargeException(null, limit);
    }
}
