using Provider.Tests.EndToEnd;

namespace Provider.Tests.Monitoring;

/// <summary>One run for all queries: a provider under load, and a Prometheus that scrapes it.</summary>
public sealed class MonitoredProvider : IAsyncLifetime
{
    private readonly ClusterState cluster = new();
    private Stage? stage;
    private PrometheusServer? prometheus;

    /// <summary>The Prometheus, after the load; without one the test is skipped.</summary>
    internal PrometheusServer Prometheus
    {
        get
        {
            Assert.SkipWhen(prometheus is null, PromTool.Missing);
            return prometheus;
        }
    }

    /// <summary>What the provider exports after the load, as it is scraped.</summary>
    public string Exported { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.StartAsync("binary", "--rotation-cache-ttl=30s");
        await cluster.StartAsync();
        prometheus = await PrometheusServer.StartAsync(
            ("csi-secrets-store-provider-azure", stage.Provider.MetricsPort), ("kube-state-metrics", cluster.Port));
        if (prometheus is not null)
        {
            await RunAsync(stage, prometheus);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (prometheus is not null)
        {
            await prometheus.DisposeAsync();
        }

        await cluster.DisposeAsync();
        if (stage is not null)
        {
            await stage.DisposeAsync();
        }
    }

    // Two rounds with a scrape after each: what appears in the first has increased after the second.
    private async Task RunAsync(Stage on, PrometheusServer scraping)
    {
        var load = new Load(on);
        load.Prepare();
        for (var round = 0; round < 2; round++)
        {
            await load.RoundAsync();
            await scraping.WaitForAsync(
                $"sum(grpc_request_count{{grpc_method=\"/v1alpha1.CSIDriverProvider/Mount\"}}) == {load.Mounts}");
        }

        await scraping.WaitForAsync("ALERTS{alertname=\"AzureKeyVaultProviderMissingOnNode\"}");
        using var http = new HttpClient();
        Exported = await http.GetStringAsync($"http://127.0.0.1:{on.Provider.MetricsPort}/metrics", Patience.Limit);
    }
}
