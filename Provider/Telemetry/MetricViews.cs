using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Provider.Telemetry;

/// <summary>Which instruments are exported, and the limit of their series, allocated at the start.</summary>
internal static class MetricViews
{
    public const string RuntimeMeter = "System.Runtime";

    private const int RuntimeSeries = 16;

    // The instruments of .NET that operators use; the others are about assemblies, just-in-time compilation and timers.
    private static readonly string[] OfRuntime =
    [
        "dotnet.process.memory.working_set", "dotnet.process.cpu.time", "dotnet.gc.collections", "dotnet.gc.pause.time",
        "dotnet.gc.heap.total_allocated", "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.last_collection.memory.committed_size",
        "dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length", "dotnet.exceptions",
    ];

    public static MetricStreamConfiguration? For(Instrument instrument)
    {
        if (instrument.Meter.Name == RuntimeMeter)
        {
            return OfRuntime.Contains(instrument.Name, StringComparer.Ordinal)
                ? new MetricStreamConfiguration { CardinalityLimit = RuntimeSeries }
                : MetricStreamConfiguration.Drop;
        }

        var limit = ProviderMetrics.SeriesOf(instrument);
        return instrument is Histogram<double> histogram
            ? new ExplicitBucketHistogramConfiguration
            {
                CardinalityLimit = limit,
                Boundaries = [.. histogram.Advice?.HistogramBucketBoundaries ?? []],
            }
            : new MetricStreamConfiguration { CardinalityLimit = limit };
    }
}
