using System.Globalization;

namespace Provider.Sandbox.Bench;

/// <summary>Time and memory of operations that take microseconds to milliseconds.</summary>
internal sealed class OperationBench(TextWriter output, TimeProvider time)
{
    private const int Rounds = 9;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures operations and prints a line for each: the median of some rounds.</summary>
    public int Run(IEnumerable<(string Name, Action Do)> operations)
    {
        output.WriteLine("                                              µs each  fastest  KiB each");
        foreach (var (name, operation) in operations)
        {
            // Warms up the compiler and the caches, and determines how many operations make a round.
            var count = Math.Max(1, (int)(Repeat(operation, WarmUp) * (Round / WarmUp)));
            var figures = Enumerable.Range(0, Rounds).Select(_ => Measure(operation, count)).ToList();
            var times = figures.Select(figure => figure.Microseconds).Order().ToList();
            var bytes = figures.Select(figure => figure.Bytes).Order().ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-44}{times[Rounds / 2],9:0.0}{times[0],9:0.0}{bytes[Rounds / 2] / 1024.0,10:0.0}"));
        }

        return 0;
    }

    private int Repeat(Action operation, TimeSpan limit)
    {
        var started = time.GetTimestamp();
        var count = 0;
        for (; time.GetElapsedTime(started) < limit; count++)
        {
            operation();
        }

        return count;
    }

    private (double Microseconds, long Bytes) Measure(Action operation, int count)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = time.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            operation();
        }

        var elapsed = time.GetElapsedTime(started);
        return (elapsed.TotalMicroseconds / count, (GC.GetAllocatedBytesForCurrentThread() - allocated) / count);
    }
}
