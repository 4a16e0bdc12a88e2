using Provider.Model;
using Provider.Sharing;

namespace Provider.Mounting;

/// <summary>Bounds the memory of unread requests: large and small ones never wait for each other.</summary>
internal sealed class RequestBodies(TimeProvider time)
{
    /// <summary>Bytes of a request that the server receives before it is read: the window of its stream.</summary>
    public const int Window = 64 * 1024;

    /// <summary>KiB of requests that are read at once, half of it for large ones.</summary>
    private const int MostReadAtOnce = 4 * 1024;

    /// <summary>Bytes of requests that were received and wait to be read, half of it for large ones.</summary>
    private const long MostUnread = 16 * 1024 * 1024;

    private readonly WeightedSemaphore reading = new(MostReadAtOnce);
    private readonly SharedBudget unread = new(MostUnread);

    /// <summary>Waits until a request may be read, at most for a time.</summary>
    /// <exception cref="MountException">Too many requests wait already, or for too long.</exception>
    // Returns: disposed of when its text has been read.
    // size: the bytes of its message.
    public async Task<RequestBody> EnterAsync(uint size, TimeSpan allowed, CancellationToken cancellationToken)
    {
        var kind = size > Window ? "large" : "small";
        using var waiting = unread.TryCharge(kind, Math.Min(size, Window)) ?? throw Refusal(null);
        using var limit = new CancellationTokenSource(allowed, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return new RequestBody(await reading.WaitAsync(kind, 1 + (int)(size / 1024), ends.Token));
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            throw Refusal(canceled);
        }
    }

    private static MountException Refusal(Exception? inner) =>
        new(ErrorCodes.TooManyMounts, "the requests of other mounts take up the memory for requests", inner);
}

/// <summary>A request that is being read.</summary>
internal sealed class RequestBody(IDisposable place) : IDisposable
{
    public void Dispose() => place.Dispose();
}
