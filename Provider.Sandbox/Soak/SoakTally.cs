using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Provider.Sandbox.Soak;

/// <summary>Counts the results of concurrent mounts.</summary>
internal sealed class SoakTally
{
    private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> wrong = new();
    private readonly ConcurrentQueue<double> latencies = new();
    private int mounted;
    private int refused;
    private int changes;
    private long bytes;

    /// <summary>Volumes that were checked, byte for byte.</summary>
    public int Mounted => mounted;

    /// <summary>Mounts that were correctly refused: their identity had no right to read.</summary>
    public int Refused => refused;

    /// <summary>Changes that were made meanwhile.</summary>
    public int Changes => changes;

    /// <summary>Bytes that were compared.</summary>
    public long Bytes => bytes;

    /// <summary>Other failures of mounts, by gRPC status and error code.</summary>
    public ImmutableSortedDictionary<string, int> Failures =>
        failures.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Violations.</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    public void Mount(TimeSpan elapsed, long size)
    {
        Interlocked.Increment(ref mounted);
        Interlocked.Add(ref bytes, size);
        latencies.Enqueue(elapsed.TotalMilliseconds);
    }

    public void Refusal() => Interlocked.Increment(ref refused);

    public void Change() => Interlocked.Increment(ref changes);

    public void Fail(string how) => failures.AddOrUpdate(how, 1, (_, count) => count + 1);

    public void Fault(string what) => wrong.Enqueue(what);

    /// <summary>The durations of the mounts since the last call, in milliseconds.</summary>
    public IReadOnlyCollection<double> TakeLatencies()
    {
        List<double> taken = [];
        while (latencies.TryDequeue(out var one))
        {
            taken.Add(one);
        }

        return taken;
    }
}
