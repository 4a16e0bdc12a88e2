namespace Provider.Mounting;

/// <summary>Step 3: one token that combines the caller's deadline, its cancellation and the shutdown.</summary>
internal sealed class MountLifetime : IDisposable
{
    private readonly MountsUnderWay mounts;
    private readonly CancellationToken callerCanceled;
    private readonly CancellationToken shuttingDown;
    private readonly CancellationTokenSource deadlineExceeded;
    private readonly CancellationTokenSource any;

    /// <summary>Starts the mount's time. <c>callerDeadline</c>: when the caller gives up, in UTC.</summary>
    public MountLifetime(
        MountsUnderWay mounts, DateTime callerDeadline, TimeProvider time, CancellationToken callerCanceled,
        CancellationToken shuttingDown)
    {
        this.mounts = mounts;
        this.callerCanceled = callerCanceled;
        this.shuttingDown = shuttingDown;
        Allowed = MountDeadline.Allowed(callerDeadline, time.GetUtcNow(), mounts.Begin());
        deadlineExceeded = new CancellationTokenSource(Allowed, time);
        any = CancellationTokenSource.CreateLinkedTokenSource(callerCanceled, shuttingDown, deadlineExceeded.Token);
    }

    public TimeSpan Allowed { get; }

    public CancellationToken Token => any.Token;

    public CancellationReason End =>
        callerCanceled.IsCancellationRequested ? CancellationReason.CallerCanceled
        : shuttingDown.IsCancellationRequested ? CancellationReason.ShuttingDown
        : deadlineExceeded.IsCancellationRequested ? CancellationReason.DeadlineExceeded
        : CancellationReason.None;

    public void Dispose()
    {
        any.Dispose();
        deadlineExceeded.Dispose();
        mounts.End();
    }
}

/// <summary>Counts mounts, so that those that come together do not end together.</summary>
internal sealed class MountsUnderWay
{
    private int count;

    /// <summary>One more mount. Returns how many there were before.</summary>
    public int Begin() => Interlocked.Increment(ref count) - 1;

    public void End() => Interlocked.Decrement(ref count);
}
