using System.Globalization;
using System.Text.RegularExpressions;

namespace Provider.Tests.Monitoring;

/// <summary>Every query that is shipped has an answer in a real Prometheus that scraped the provider under load.</summary>
public sealed partial class QueryTests(MonitoredProvider run, ITestOutputHelper output) : IClassFixture<MonitoredProvider>
{
    /// <summary>Metrics that the provider does not export yet: Prometheus parses their queries, and a test tells when they come.</summary>
    private static readonly string[] Awaited =
    [
        "azure_keyvault_provider_build_info",
        "azure_keyvault_provider_mount_queue_seconds_bucket",
        "azure_keyvault_provider_mount_stage_seconds_bucket",
        "azure_keyvault_provider_mount_stage_seconds_sum",
        "azure_keyvault_provider_mounts_in_flight",
        "azure_keyvault_provider_mounts_total",
        "azure_keyvault_provider_mounts_waiting",
        "azure_keyvault_provider_object_expiry_timestamp_seconds",
        "azure_keyvault_provider_object_updated_timestamp_seconds",
        "azure_keyvault_provider_reads_total",
        "azure_keyvault_provider_series_dropped_total",
        "azure_keyvault_provider_token_cache_hits_total",
        "azure_keyvault_provider_token_request_seconds_bucket",
        "azure_keyvault_provider_token_requests_total",
        "azure_keyvault_provider_vault_calls_total",
        "azure_keyvault_provider_vault_throttled_seconds_total",
        "dotnet_gc_collections_total",
        "dotnet_gc_last_collection_heap_size_bytes",
        "dotnet_gc_pause_time_seconds_total",
        "dotnet_process_cpu_time_seconds_total",
        "dotnet_process_memory_working_set_bytes",
    ];

    public static TheoryData<string, string> Panels => [.. DashboardQuery.All.Select(query => (query.Panel, query.Filled))];

    public static TheoryData<string, string> Alerts => [.. AlertRule.All.Select(rule => (rule.Name, rule.WithoutThresholds))];

    [Theory]
    [MemberData(nameof(Panels))]
    public Task A_query_of_the_dashboard_has_an_answer(string panel, string query) => HasAnAnswerAsync(panel, query);

    [Theory]
    [MemberData(nameof(Alerts))]
    public Task What_an_alert_compares_has_an_answer(string alert, string query) => HasAnAnswerAsync(alert, query);

    [Fact]
    public async Task Metrics_that_are_awaited_have_not_come_yet()
    {
        Assert.Empty(Awaited.Intersect(await NamesAsync()));
    }

    [Fact]
    public async Task Prometheus_evaluates_every_alert()
    {
        var alerts = await run.Prometheus.AlertsAsync();

        Assert.Equal(AlertRule.All.Select(rule => rule.Name).Order(), alerts.Keys.Order());
        Assert.All(alerts, alert => Assert.Equal("ok", alert.Value.Health));
    }

    [Fact]
    public async Task A_daemon_set_with_a_pod_that_is_not_ready_is_on_its_way_to_an_alert_and_a_provider_that_answers_is_not()
    {
        var alerts = await run.Prometheus.AlertsAsync();

        Assert.Equal("pending", alerts["AzureKeyVaultProviderMissingOnNode"].State);
        Assert.Equal("inactive", alerts["AzureKeyVaultProviderDown"].State);
        Assert.Equal("inactive", alerts["AzureKeyVaultProviderNotScraped"].State);
    }

    [Fact]
    public async Task Mounts_are_counted_by_their_end()
    {
        var ends = await run.Prometheus.QueryAsync("sum by (grpc_code, error) (grpc_request_count{grpc_method=\"Mount\"})");

        Assert.Equal(
            [
                ("error=\"object-not-found\", grpc_code=\"NotFound\"", 8),
                ("error=\"vm-identity-not-assigned\", grpc_code=\"FailedPrecondition\"", 6),
                ("grpc_code=\"OK\"", 80),
            ],
            ends.Select(end => (end.Labels, end.Value)).Order());
    }

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_what_the_provider_exports()
    {
        Assert.NotNull(run.Prometheus);

        var (_, said) = await PromTool.RunAsync(run.Exported, "check", "metrics");

        // .NET's own names are not ours to choose: it calls a gauge dotnet_timer_count.
        Assert.DoesNotContain(said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.StartsWith("dotnet_", StringComparison.Ordinal));
    }

    private async Task HasAnAnswerAsync(string asker, string query)
    {
        var answer = await run.Prometheus.QueryAsync(query);
        var missing = Metric().Matches(query).Select(match => match.Value).Intersect(Awaited).ToList();
        Assert.SkipWhen(missing.Count > 0, $"not exported yet: {string.Join(", ", missing)}");

        Assert.True(answer.Any(sample => double.IsFinite(sample.Value)), $"{asker}: no number answers {query}\n{run.Exported}");
        output.WriteLine(Told(asker, query, answer));
    }

    private async Task<IEnumerable<string>> NamesAsync() =>
        (await run.Prometheus.QueryAsync("group by (__name__) ({__name__=~\".+\"})"))
            .Select(sample => sample.Labels["__name__=\"".Length..^1]);

    private static string Told(string asker, string query, IEnumerable<Sample> answer) =>
        $"{asker} | {query} | " + string.Join("; ", answer.Select(sample =>
            string.Create(CultureInfo.InvariantCulture, $"{{{sample.Labels}}} {sample.Value:G3}")));

    [GeneratedRegex("(azure_keyvault_provider|dotnet)_[a-z_]+")]
    private static partial Regex Metric();
}
