using System.Diagnostics;
using System.Diagnostics.Metrics;
using Provider.Model;

namespace Provider.Telemetry;

/// <summary>The instruments of mounts: their results, their number, and the time of their stages.</summary>
internal sealed class MountMetrics
{
    private readonly TimeProvider time;
    private readonly Counter<long> ended;
    private readonly Histogram<double> queue;
    private readonly Histogram<double> stages;
    private int inFlight;
    private int waiting;

    public MountMetrics(Meter meter, TimeProvider time)
    {
        this.time = time;
        ended = meter.CreateCounter<long>(
            ProviderMetrics.Prefix + "mounts", unit: null, "Mounts that ended, by phase and result.");
        queue = ProviderMetrics.Seconds(
            meter, ProviderMetrics.Prefix + "mount_queue_seconds", "Time that mounts waited in the queue, in seconds.");
        stages =
            ProviderMetrics.Seconds(meter, ProviderMetrics.Prefix + "mount_stage_seconds",
                "Time that mounts spent in each stage, in seconds.");
        meter.CreateObservableGauge(
            ProviderMetrics.Prefix + "mounts_in_flight", () => Volatile.Read(ref inFlight), unit: null,
            "Mounts in progress.");
        meter.CreateObservableGauge(
            ProviderMetrics.Prefix + "mounts_waiting", () => Volatile.Read(ref waiting), unit: null,
            "Mounts that wait in the queue.");
    }

    public Scope Begin()
    {
        Interlocked.Increment(ref inFlight);
        return new Scope(() => Interlocked.Decrement(ref inFlight));
    }

    public void Ended(bool isRemount, ErrorCode? error) => ended.Add(
        1,
        new TagList
        {
            { "phase", Phase(isRemount) },
            { "error", error?.Name ?? "" },
            { "grpc_code", error?.Status.ToString() ?? "OK" },
        });

    public Scope Stage(MountStage stage) => stage == MountStage.Queue ? Wait() : Timed(ToWireName(stage));

    public static string Phase(bool isRemount) => isRemount ? "remount" : "first";

    private Scope Wait()
    {
        Interlocked.Increment(ref waiting);
        var began = time.GetTimestamp();
        var span = Spans.Stage("queue");
        return new Scope(() =>
        {
            span?.Dispose();
            Interlocked.Decrement(ref waiting);
            queue.Record(time.GetElapsedTime(began).TotalSeconds);
        });
    }

    private Scope Timed(string stage)
    {
        var began = time.GetTimestamp();
        var span = Spans.Stage(stage);
        return new Scope(() =>
        {
            span?.Dispose();
            stages.Record(time.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
        });
    }

    private static string ToWireName(MountStage stage) => stage switch
    {
        MountStage.Parameters => "parameters",
        MountStage.Token => "token",
        MountStage.Vault => "vault",
        MountStage.Content => "content",
        _ => throw new ArgumentOutOfRangeException(nameof(stage)),
    };

    /// <summary>Something that lasts until it is disposed of.</summary>
    internal sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
