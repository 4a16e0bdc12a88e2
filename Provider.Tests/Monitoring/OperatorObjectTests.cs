using System.Text.Json.Nodes;

namespace Provider.Tests.Monitoring;

/// <summary>The objects for the Prometheus operator: what it reads, and equal to the other files.</summary>
public sealed class OperatorObjectTests
{
    private const string Name = "csi-secrets-store-provider-azure";

    [Fact]
    public void The_prometheus_rule_holds_the_rules_file()
    {
        var rule = Read("prometheusrule.yaml");

        Same("{apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule}", rule, "apiVersion", "kind");
        Assert.True(
            JsonNode.DeepEquals(MonitoringFiles.Yaml(MonitoringFiles.Rules), rule["spec"]),
            "prometheusrule.yaml and rules/provider.yaml differ: copy groups of the one below spec of the other");
    }

    [Fact]
    public void The_pod_monitor_finds_the_daemon_sets_pods_and_their_port_of_metrics()
    {
        var monitor = Read("podmonitor.yaml");
        var pod = MonitoringFiles.Yaml(
            Path.Combine(Repository.Root, "manifests", "base", "daemonset.yaml"))["spec"]!["template"]!;
        var endpoint = Assert.Single(monitor["spec"]!["podMetricsEndpoints"]!.AsArray())!;

        Same("{apiVersion: monitoring.coreos.com/v1, kind: PodMonitor}", monitor, "apiVersion", "kind");
        Assert.Equal(["jobLabel", "podMetricsEndpoints", "selector"], Keys(monitor["spec"]!));
        Assert.Equal(["honorLabels", "interval", "path", "port", "relabelings"], Keys(endpoint));
        Assert.All(
            monitor["spec"]!["selector"]!["matchLabels"]!.AsObject(),
            label => Assert.True(JsonNode.DeepEquals(pod["metadata"]!["labels"]![label.Key], label.Value), label.Key));
        Assert.Contains(
            pod["spec"]!["containers"]!.AsArray().SelectMany(container => container!["ports"]!.AsArray()),
            port => JsonNode.DeepEquals(port!["name"], endpoint["port"]));
    }

    [Fact]
    public void The_job_that_the_pod_monitor_gives_is_the_one_that_the_rules_name()
    {
        var monitor = Read("podmonitor.yaml");
        var label = monitor["spec"]!["jobLabel"]!.GetValue<string>();

        Assert.Equal(Name, monitor["spec"]!["selector"]!["matchLabels"]![label]!.GetValue<string>());
        Assert.All(
            AlertRule.All.Where(rule => rule.Expression.Contains("job=", StringComparison.Ordinal)),
            rule => Assert.Contains($"job=\"{Name}\"", rule.Expression, StringComparison.Ordinal));
    }

    [Fact]
    public void The_kustomization_names_both()
    {
        Assert.Equal(
            ["podmonitor.yaml", "prometheusrule.yaml"],
            Read("kustomization.yaml")["resources"]!.AsArray().Select(one => one!.GetValue<string>()));
    }

    private static JsonNode Read(string file) => MonitoringFiles.Yaml(Path.Combine(MonitoringFiles.Folder, file));

    private static void Same(string expected, JsonNode node, params string[] fields) =>
        Assert.Equal(expected, "{" + string.Join(", ", fields.Select(field => $"{field}: {node[field]}")) + "}");

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(one => one.Key).Order();
}
