namespace Provider.Sharing;

/// <summary>The lifetime of a call that several callers wait for.</summary>
internal sealed class SharedCall : IDisposable
{
    private readonly CancellationTokenSource abandoned = new();
    private readonly TimeProvider time;
    private long ends;

    /// <summary>A call that its first caller starts. <c>allowed</c> is null when it has no deadline.</summary>
    public SharedCall(TimeSpan? allowed, TimeProvider time)
    {
        this.time = time;
        ends = End(allowed);
    }

    /// <summary>Canceled when no caller waits any more.</summary>
    public CancellationToken Abandoned => abandoned.Token;

    /// <summary>The time until the latest deadline of the callers; null when one of them has no deadline.</summary>
    public TimeSpan? Remaining =>
        Interlocked.Read(ref ends) is var end && end == long.MaxValue
            ? null
            : time.GetElapsedTime(time.GetTimestamp(), end);

    public void Dispose() => abandoned.Dispose();

    /// <summary>One more caller waits. Called under the lock that joins callers.</summary>
    internal void Extend(TimeSpan? allowed) => Interlocked.Exchange(ref ends, Math.Max(ends, End(allowed)));

    /// <summary>The last caller has left: cancels the call, and disposes when it has ended.</summary>
    internal void End(Task result)
    {
        abandoned.Cancel();
        _ = result.ContinueWith(
            ended =>
            {
                // Observed here, in case the call fails after every caller has left.
                _ = ended.Exception;
                Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private long End(TimeSpan? allowed) => allowed is { } span
        ? time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency)
        : long.MaxValue;
}
