using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Provider.Telemetry;

/// <summary>Requested tokens, and mounts that used a cached one.</summary>
internal sealed class TokenMetrics
{
    private readonly Counter<long> requests;
    private readonly Counter<long> hits;
    private readonly Histogram<double> durations;

    public TokenMetrics(Meter meter)
    {
        requests = meter.CreateCounter<long>(
            ProviderMetrics.Prefix + "token_requests", unit: null,
            "Token requests, each counted once with all its retries.");
        durations = ProviderMetrics.Seconds(
            meter, ProviderMetrics.Prefix + "token_request_seconds",
            "Duration of token requests with all retries, in seconds.");
        hits = meter.CreateCounter<long>(
            ProviderMetrics.Prefix + "token_cache_hits", unit: null,
            "Mounts that used a cached token, or one that was already requested.");
    }

    public void Requested(string mode, string error, TimeSpan duration)
    {
        requests.Add(1, new TagList { { "mode", mode }, { "error", error } });
        durations.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("mode", mode));
    }

    public void Hit(string mode) => hits.Add(1, new KeyValuePair<string, object?>("mode", mode));
}
