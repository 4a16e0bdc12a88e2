using System.Diagnostics;
using System.Diagnostics.Metrics;
using Provider.Model;

namespace Provider.Telemetry;

/// <summary>Every instrument. Labels come from closed or bounded sets: no names of objects, no messages.</summary>
internal sealed class ProviderMetrics : IDisposable
{
    public const string MeterName = "SecretsStore.Provider.Azure";

    /// <summary>The prefix of the instruments that the Go provider does not have.</summary>
    public const string Prefix = "azure_keyvault_provider_";

    /// <summary>Seconds. The Go provider's, with finer ones below 0.1 s, where a warm mount ends.</summary>
    private static readonly double[] Buckets =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1, 1.5, 2, 2.5, 3, 5, 10, 15, 30, 60, 120];

    private const int SmallSet = 16;

    private readonly Meter meter = new(MeterName);
    private readonly Histogram<double> grpcCalls;

    public ProviderMetrics(TimeProvider time, string version)
    {
        // The Go provider's names have no unit behind them, so these have none.
        grpcCalls = Seconds(meter, "grpc_request", "Time of calls to the socket, in seconds.");
        Mounts = new MountMetrics(meter, time);
        Tokens = new TokenMetrics(meter);
        Vaults = new VaultMetrics(meter);
        Ages = new ObjectAges(meter, time);
        var build = new TagList { { "version", version }, { "runtime", Environment.Version.ToString() } };
        meter.CreateObservableGauge(
            Prefix + "build_info", () => new Measurement<int>(1, build), unit: null, "Build information; always 1.");
    }

    public void ObserveLog(Func<long> lost) => meter.CreateObservableCounter(
        Prefix + "log_lines_dropped", lost, unit: null,
        "Log lines that were dropped because standard error was full, blocked or closed.");

    public Meter Instruments => meter;

    public MountMetrics Mounts { get; }

    public TokenMetrics Tokens { get; }

    public VaultMetrics Vaults { get; }

    public ObjectAges Ages { get; }

    public void GrpcCall(string method, ErrorCode? error, TimeSpan duration)
    {
        var tags = Common(error);
        tags.Add("grpc_method", method);
        tags.Add("grpc_code", error?.Status.ToString() ?? "OK");
        grpcCalls.Record(duration.TotalSeconds, tags);
    }

    public void Dispose() => meter.Dispose();

    internal static int SeriesOf(Instrument instrument) => instrument.Name switch
    {
        // One a class and type.
        Prefix + ObjectAges.ExpiryName or Prefix + ObjectAges.UpdatedName => ObjectAges.Capacity + 1,
        _ when instrument.IsObservable => 1,
        // Labels from small sets, or none.
        Prefix + "mount_queue_seconds" or Prefix + "mount_stage_seconds" or Prefix + "token_request_seconds"
            or Prefix + "token_cache_hits" or Prefix + "reads" => SmallSet,
        Prefix + "vault_throttled_seconds" => VaultMetrics.VaultsNamed + 1,
        "grpc_request" => ErrorCodes.All.Count + SmallSet,
        // One a mode or type, and error code.
        _ => 6 * ErrorCodes.All.Count,
    };

    internal static Histogram<double> Seconds(Meter meter, string name, string description) => meter.CreateHistogram(
        name, unit: null, description, tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });

    internal static TagList Common(ErrorCode? error) => new()
    {
        { "provider", "azure" },
        { "os_type", "linux" },
        { "error", error?.Name ?? "" },
    };
}
