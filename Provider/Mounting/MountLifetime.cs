namespace Provider.Mounting;

/// <summary>Step 3: one token for everything below, from the caller's deadline, its cancellation and the provider's own end.</summary>
internal sealed class MountLifetime : IDisposable
{
    private readonly CancellationToken callerLeft;
    private readonly CancellationToken providerStops;
    private readonly CancellationTokenSource timeIsUp;
    private readonly CancellationTokenSource any;

    /// <summary>Starts the mount's time.</summary>
    /// <param name="callerDeadline">When the caller gives up, in UTC.</param>
    /// <param name="time">The clock.</param>
    /// <param name="callerLeft">Canceled when it gives up sooner.</param>
    /// <param name="providerStops">Canceled when the time to drain is over.</param>
    public MountLifetime(DateTime callerDeadline, TimeProvider time, CancellationToken callerLeft, CancellationToken providerStops)
    {
        this.callerLeft = callerLeft;
        this.providerStops = providerStops;
        Allowed = MountDeadline.Allowed(callerDeadline, time.GetUtcNow());
        timeIsUp = new CancellationTokenSource(Allowed, time);
        any = CancellationTokenSource.CreateLinkedTokenSource(callerLeft, providerStops, timeIsUp.Token);
    }

    /// <summary>The time the mount has in all.</summary>
    public TimeSpan Allowed { get; }

    /// <summary>Canceled when the mount must end, for whatever reason.</summary>
    public CancellationToken Token => any.Token;

    /// <summary>Which end has come.</summary>
    public MountEnd End =>
        callerLeft.IsCancellationRequested ? MountEnd.CallerLeft
        : providerStops.IsCancellationRequested ? MountEnd.ProviderStops
        : timeIsUp.IsCancellationRequested ? MountEnd.TimeIsUp
        : MountEnd.None;

    /// <inheritdoc/>
    public void Dispose()
    {
        any.Dispose();
        timeIsUp.Dispose();
    }
}
