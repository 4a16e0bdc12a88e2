using System.Globalization;

namespace Provider.Tests.Monitoring;

/// <summary>
/// Every query that is shipped has a result in a real Prometheus that scraped the provider under load.
/// </summary>
public sealed class QueryTests(MonitoredProvider run, ITestOutputHelper output) : IClassFixture<MonitoredProvider>
{
    public static TheoryData<string, string> Panels =>
        [.. DashboardQuery.All.Select(query => (query.Panel, query.Filled))];

    public static TheoryData<string, string> Alerts =>
        [.. AlertRule.All.Select(rule => (rule.Name, rule.WithoutThresholds))];

    [Theory]
    [MemberData(nameof(Panels))]
    public Task A_query_of_the_dashboard_has_a_response(string panel, string query) => HasResultAsync(panel, query);

    [Theory]
    [MemberData(nameof(Alerts))]
    public Task What_an_alert_compares_has_a_response(string alert, string query) => HasResultAsync(alert, query);

    [Fact]
    public async Task Prometheus_evaluates_every_alert()
    {
        var alerts = await run.Prometheus.AlertsAsync();

        Assert.Equal(AlertRule.All.Select(rule => rule.Name).Order(), alerts.Keys.Order());
        Assert.All(alerts, alert => Assert.Equal("ok", alert.Value.Health));
    }

    [Fact]
    public async Task A_daemon_set_with_an_unready_pod_raises_an_alert_and_a_provider_that_responds_does_not()
    {
        var alerts = await run.Prometheus.AlertsAsync();

        Assert.Equal("pending", alerts["AzureKeyVaultProviderMissingOnNode"].State);
        Assert.Equal("inactive", alerts["AzureKeyVaultProviderDown"].State);
        Assert.Equal("inactive", alerts["AzureKeyVaultProviderNotScraped"].State);
    }

    [Fact]
    public async Task Mounts_are_counted_by_their_end()
    {
        var ends = await run.Prometheus.QueryAsync(
            "sum by (grpc_code, error) (grpc_request_count{grpc_method=\"/v1alpha1.CSIDriverProvider/Mount\"})");

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
        Assert.DoesNotContain(said.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => !line.StartsWith("dotnet_", StringComparison.Ordinal));
    }

    private async Task HasResultAsync(string source, string query)
    {
        var result = await run.Prometheus.QueryAsync(query);
        Assert.True(
            result.Any(sample => double.IsFinite(sample.Value)),
            $"{source}: no number for {query}\n{run.Exported}");
        output.WriteLine(Row(source, query, result));
    }

    private static string Row(string source, string query, IEnumerable<Sample> result) =>
        $"{source} | {query} | " + string.Join("; ", result.Select(sample =>
            string.Create(CultureInfo.InvariantCulture, $"{{{sample.Labels}}} {sample.Value:G3}")));
}
