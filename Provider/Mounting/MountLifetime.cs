namespace Provider.Mounting;

/// <summary>Step 3: one token that combines the caller's deadline, its cancellation and the shutdown.</summary>
internal sealed class MountLifetime : IDisposable
{
    private readonly CancellationToken callerCanceled;
    private readonly CancellationToken shuttingDown;
    private readonly CancellationTokenSource deadlineExceeded;
    private readonly CancellationTokenSource any;

    /// <summary>Starts the mount's time. <c>callerDeadline</c>: when the caller gives up, in UTC.</summary>
    public MountLifetime(
        DateTime callerDeadline, TimeProvider time, CancellationToken callerCanceled, CancellationToken shuttingDown)
    {
        this.callerCanceled = callerCanceled;
        this.shuttingDown = shuttingDown;
        Allowed = MountDeadline.Allowed(callerDeadline, time.GetUtcNow());
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
    }
}
