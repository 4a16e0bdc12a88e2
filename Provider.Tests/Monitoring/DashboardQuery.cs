using System.Text.Json.Nodes;

namespace Provider.Tests.Monitoring;

/// <summary>A query of a panel of the dashboard.</summary>
internal sealed record DashboardQuery(string Panel, string Expression)
{
    public static IReadOnlyList<DashboardQuery> All { get; } =
    [
        .. from panel in MonitoringFiles.Dashboard()["panels"]!.AsArray()
           from target in panel["targets"] as JsonArray ?? []
           select new DashboardQuery(panel["title"]!.GetValue<string>(), target["expr"]!.GetValue<string>()),
    ];

    /// <summary>The query as Grafana sends it with all jobs, instances and namespaces chosen.</summary>
    public string Filled => Expression
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
        .Replace("$__range", "1m", StringComparison.Ordinal)
        .Replace("$job", ".*csi-secrets-store-provider-azure.*", StringComparison.Ordinal)
        .Replace("$cluster", ".*", StringComparison.Ordinal)
        .Replace("$node", ".*", StringComparison.Ordinal)
        .Replace("$instance", ".*", StringComparison.Ordinal)
        .Replace("$namespace", ".*", StringComparison.Ordinal);
}
