using System.Text.RegularExpressions;

namespace Provider.Tests.Monitoring;

/// <summary>The page lists the alerts and queries that exist.</summary>
public sealed partial class MonitoringPageTests
{
    private const string EveryQuery = "cluster=~\"$cluster\",job=~\"$job\",node=~\"$node\",instance=~\"$instance\"";

    private readonly string page = File.ReadAllText(MonitoringFiles.Page);

    [Fact]
    public void Its_table_of_alerts_is_that_of_the_rules()
    {
        Assert.Equal(
            AlertRule.All.Select(rule => (rule.Name, rule.Severity)),
            AlertRow().Matches(page).Select(row => (row.Groups["name"].Value, (string?)row.Groups["severity"].Value)));
    }

    [Fact]
    public void It_names_no_alert_that_is_not()
    {
        var named = Alert().Matches(page).Select(match => match.Value).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(AlertRule.All.Select(rule => rule.Name)));
    }

    [Fact]
    public void Its_table_of_queries_is_that_of_the_dashboard()
    {
        Assert.Equal(
            DashboardQuery.All.Select(query => (query.Panel, Short(query.Expression))),
            QueryRow().Matches(page).Select(row => (row.Groups["panel"].Value, row.Groups["query"].Value)));
    }

    [Fact]
    public async Task Prometheus_accepts_its_configuration_but_for_the_discovery_that_debian_builds_without()
    {
        var folder = Directory.CreateTempSubdirectory("monitoring-page-");
        try
        {
            var block =
                Assert.Single(Yaml()
                    .Matches(page), match => match.Value.Contains("scrape_configs", StringComparison.Ordinal));
            var configuration = Path.Combine(folder.FullName, "prometheus.yml");
            await File.WriteAllTextAsync(configuration, Discovery()
                .Replace(block.Groups["text"].Value, ""), Patience.Limit);
            File.Copy(
                MonitoringFiles.Rules, Path.Combine(folder.CreateSubdirectory("rules").FullName, "provider.yaml"));

            var (status, said) = await PromTool.RunAsync("", "check", "config", configuration);

            Assert.True(status == 0, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The page says once what every query selects.
    private static string Short(string query) => query
        .Replace("{" + EveryQuery + "}", "", StringComparison.Ordinal)
        .Replace("," + EveryQuery, "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `(?<name>AzureKeyVaultProvider\w+)` \| (?<severity>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex AlertRow();

    [GeneratedRegex("```yaml\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"^    kubernetes_sd_configs:\n(      .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Discovery();

    [GeneratedRegex(@"AzureKeyVaultProvider\w+")]
    private static partial Regex Alert();

    [GeneratedRegex(@"^\| (?<panel>[^|`]+) \| `(?<query>[^|`]+)` \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex QueryRow();
}
