namespace Provider.Hosting;

/// <summary>
/// Returns memory to the system after mounts; secrets would otherwise stay until a garbage collection.
/// </summary>
// The collector runs only on allocation, and a node whose volumes rotate is never idle for long. So memory is trimmed
// some seconds after enough was allocated, at most once a minute; it takes some milliseconds. Without mounts nothing
// runs.
internal sealed class IdleTrim : IDisposable
{
    /// <summary>The least time between two trims.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How long a burst of mounts may last before a trim.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    private const long WorthIt = 1024 * 1024;

    private readonly TimeProvider time;
    private readonly Func<long> allocated;
    private readonly Action trim;
    private readonly ITimer timer;

    // Mounts end on any thread: one trim is scheduled at a time.
    private readonly Lock gate = new();
    private long atLastTrim;
    private long? trimmedAt;
    private bool isPlanned;

    public IdleTrim(TimeProvider time)
        : this(time, () => GC.GetTotalAllocatedBytes(), TrimHeaps)
    {
    }

    /// <summary>For tests: <c>allocated</c> is the bytes allocated so far.</summary>
    public IdleTrim(TimeProvider time, Func<long> allocated, Action trim)
    {
        (this.time, this.allocated, this.trim) = (time, allocated, trim);
        timer = time.CreateTimer(_ => Trim(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void MountEnded()
    {
        lock (gate)
        {
            if (isPlanned || allocated() - atLastTrim < WorthIt)
            {
                return;
            }

            isPlanned = true;
            var sinceLast = trimmedAt is { } last ? time.GetElapsedTime(last) : Pause;
            timer.Change(Pause - sinceLast > Delay ? Pause - sinceLast : Delay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => timer.Dispose();

    private static void TrimHeaps()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }

    private void Trim()
    {
        trim();
        lock (gate)
        {
            (atLastTrim, trimmedAt, isPlanned) = (allocated(), time.GetTimestamp(), false);
        }
    }
}
