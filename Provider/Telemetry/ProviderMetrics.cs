using System.Diagnostics;
using System.Diagnostics.Metrics;
using Provider.Model;

namespace Provider.Telemetry;

/// <summary>Every instrument and label, in one place. Labels come from closed sets: no names, no messages.</summary>
internal sealed class ProviderMetrics : IDisposable
{
    /// <summary>The meter's name, for the exporter.</summary>
    public const string MeterName = "SecretsStore.Provider.Azure";

    /// <summary>Seconds. The Go provider's, with finer ones below 0.1 s, where a warm mount ends.</summary>
    private static readonly double[] Buckets =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1, 1.5, 2, 2.5, 3, 5, 10, 15, 30, 60, 120];

    private readonly Meter meter = new(MeterName);
    private readonly Histogram<double> vaultReads;
    private readonly Histogram<double> grpcCalls;

    /// <summary>Creates the instruments. Their names have no unit behind them, as the Go provider's have none.</summary>
    public ProviderMetrics()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets };
        vaultReads = meter.CreateHistogram(
            "keyvault_request", unit: null, "Time to read an object from Key Vault, with all tries, in seconds.", tags: null, advice);
        grpcCalls = meter.CreateHistogram(
            "grpc_request", unit: null, "Time of the driver's calls, in seconds.", tags: null, advice);
    }

    /// <summary>An object was read, or not.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="error">Why not.</param>
    /// <param name="duration">How long it took.</param>
    public void VaultRead(ObjectType type, ErrorCode? error, TimeSpan duration)
    {
        var tags = Common(error);
        tags.Add("object_type", type.Word());
        vaultReads.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A call of the driver ended.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="error">The failure it ended in.</param>
    /// <param name="duration">How long it took.</param>
    public void GrpcCall(string method, ErrorCode? error, TimeSpan duration)
    {
        var tags = Common(error);
        tags.Add("grpc_method", method);
        tags.Add("grpc_code", error?.Status.ToString() ?? "OK");
        grpcCalls.Record(duration.TotalSeconds, tags);
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static TagList Common(ErrorCode? error) => new()
    {
        { "provider", "azure" },
        { "os_type", "linux" },
        { "error", error?.Name ?? "" },
    };
}
