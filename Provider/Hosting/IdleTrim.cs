namespace Provider.Hosting;

/// <summary>Gives memory back when a burst of mounts is over: without it what they left, secrets among it, stays until the next burst.</summary>
/// <remarks>
/// The collector runs only when something is allocated. One trim takes some milliseconds of a process that does nothing, once behind
/// each burst.
/// </remarks>
internal sealed class IdleTrim : IDisposable
{
    private const long Quiet = 1024 * 1024;
    private const long WorthIt = 8 * 1024 * 1024;

    private readonly Func<long> allocated;
    private readonly Action trim;
    private readonly ITimer timer;
    private long atLastTrim;
    private long atLastLook;

    /// <summary>Starts to look now and then.</summary>
    /// <param name="every">How often.</param>
    /// <param name="time">The clock.</param>
    public IdleTrim(TimeSpan every, TimeProvider time)
        : this(every, time, () => GC.GetTotalAllocatedBytes(), () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true))
    {
    }

    /// <summary>Starts to look, with somebody else's memory.</summary>
    /// <param name="every">How often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="allocated">The bytes that were ever handed out.</param>
    /// <param name="trim">Gives back what nobody holds.</param>
    public IdleTrim(TimeSpan every, TimeProvider time, Func<long> allocated, Action trim)
    {
        (this.allocated, this.trim) = (allocated, trim);
        timer = time.CreateTimer(_ => Look(), null, every, every);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var now = allocated();
        if (now - atLastLook < Quiet && now - atLastTrim > WorthIt)
        {
            trim();
            now = allocated();
            atLastTrim = now;
        }

        atLastLook = now;
    }
}
