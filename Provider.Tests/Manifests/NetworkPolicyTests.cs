using k8s.Models;

namespace Provider.Tests.Manifests;

/// <summary>Who may probe and scrape the provider on the pod network.</summary>
public sealed class NetworkPolicyTests
{
    [Fact]
    public void Only_the_named_peers_reach_the_health_and_metrics_ports()
    {
        var rule = Rule("networkPolicy.from[0].namespaceSelector.matchLabels.team=ops");
        Assert.Equal("ops", Assert.Single(rule.FromProperty).NamespaceSelector.MatchLabels["team"]);
        Assert.Equal(["healthz", "metrics"], rule.Ports.Select(port => port.Port.Value));
    }

    [Fact]
    public void Without_named_peers_everyone_reaches_these_two_ports_alone()
    {
        var rule = Rule("logVerbosity=0");
        Assert.Null(rule.FromProperty);
        Assert.Equal(2, rule.Ports.Count);
    }

    private static V1NetworkPolicyIngressRule Rule(string values)
    {
        var rendered = ManifestTool.Template($"networkPolicy.enabled=true,linux.hostNetwork=false,{values}");
        return Assert.Single(Assert.Single(StrictManifest.Read(rendered).OfType<V1NetworkPolicy>()).Spec.Ingress);
    }
}
