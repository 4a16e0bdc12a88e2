using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Provider.Model;

namespace Provider.Telemetry;

/// <summary>Calls to vaults, reads without a call, and vaults that throttle.</summary>
internal sealed class VaultMetrics
{
    /// <summary>The most vaults with their own label.</summary>
    public const int VaultsNamed = 50;

    /// <summary>The most of them from mounts of one namespace.</summary>
    public const int VaultsOfNamespace = 10;

    private const string Other = "other";

    private readonly Histogram<double> requests;
    private readonly Counter<long> calls;
    private readonly Counter<long> reads;
    private readonly Counter<double> throttled;

    // Calls end on any thread, and the bound must hold.
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> namedBy = new(StringComparer.OrdinalIgnoreCase);

    public VaultMetrics(Meter meter)
    {
        requests = ProviderMetrics.Seconds(
            meter, "keyvault_request", "Time of calls to Key Vault, each with all its retries, in seconds.");
        calls = meter.CreateCounter<long>(
            ProviderMetrics.Prefix + "vault_calls", unit: null,
            "HTTP requests to vaults, one for each attempt, by status.");
        reads = meter.CreateCounter<long>(
            ProviderMetrics.Prefix + "reads", unit: null, "Objects of mounts, by source.");
        throttled = meter.CreateCounter<double>(
            ProviderMetrics.Prefix + "vault_throttled_seconds", unit: null,
            "Time that vaults asked to wait, in seconds.");
    }

    /// <summary>An attempt of a call ended. <c>status</c> is null without a response.</summary>
    public void Called(ObjectType type, int? status) => calls.Add(
        1,
        new TagList
        {
            { "object_type", type.ToWireName() },
            { "status", status?.ToString(CultureInfo.InvariantCulture) ?? "none" },
        });

    public void Requested(ObjectType type, ErrorCode? error, TimeSpan duration)
    {
        var tags = ProviderMetrics.Common(error);
        tags.Add("object_type", type.ToWireName());
        requests.Record(duration.TotalSeconds, tags);
    }

    public void Read(ObjectType type, ReadSource source) => reads.Add(
        1, new TagList { { "object_type", type.ToWireName() }, { "source", ToWireName(source) } });

    public void Throttled(string podNamespace, string vault, TimeSpan wait) =>
        throttled.Add(wait.TotalSeconds, new KeyValuePair<string, object?>("vault", Named(podNamespace, vault)));

    public static string ToWireName(ReadSource source) => source switch
    {
        ReadSource.Vault => "vault",
        ReadSource.Shared => "shared",
        ReadSource.Cached => "cache",
        ReadSource.Absent => "absent",
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    private string Named(string podNamespace, string vault)
    {
        lock (gate)
        {
            if (!namedBy.ContainsKey(vault) && namedBy.Count < VaultsNamed
                && namedBy.Values.Count(name => name == podNamespace) < VaultsOfNamespace)
            {
                namedBy.Add(vault, podNamespace);
            }

            return namedBy.ContainsKey(vault) ? vault : Other;
        }
    }
}
