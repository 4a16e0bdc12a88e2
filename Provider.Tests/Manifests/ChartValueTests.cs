using YamlDotNet.RepresentationModel;

namespace Provider.Tests.Manifests;

/// <summary>Every value of the chart is rendered at least once with another value than its default.</summary>
public sealed class ChartValueTests
{
    // Rendered in their default form only: they would break what the theories over all forms assert.
    private static readonly string[] DefaultOnly =
    [
        "linux.enabled", "linux.affinity", "linux.resources", "linux.priorityClassName", "linux.providersDir",
    ];

    [Fact]
    public void The_renderings_set_each_value()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "manifests/chart/values.yaml"))));
        var set = Renderings.Values.SelectMany(values => values.Split(',')).Select(value => value.Split('=')[0])
            .ToList();
        Assert.All(
            Leaves("", stream.Documents[0].RootNode)
                .Where(name => !DefaultOnly.Any(known => name.StartsWith(known, StringComparison.Ordinal))),
            name => Assert.True(
                set.Any(one =>
                    one == name || one.StartsWith(name + ".", StringComparison.Ordinal)
                        || one.StartsWith(name + "[", StringComparison.Ordinal)),
                name));
    }

    [Theory]
    [InlineData("linux.resources.limits.memory=200Mi", "200Mi")]
    [InlineData("linux.priorityClassName=high", "priorityClassName: high")]
    [InlineData("linux.providersDir=/var/lib/providers", "path: /var/lib/providers")]
    [InlineData("linux.affinity.podAffinity=null,linux.affinity.nodeAffinity=null", "hostNetwork: true")]
    public void A_value_shows_in_the_DaemonSet(string values, string text)
    {
        var rendered = ManifestTool.Template(values);
        StrictManifest.DaemonSet(rendered);
        Assert.Contains(text, rendered, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Leaves(string prefix, YamlNode node) =>
        node is YamlMappingNode { Children.Count: > 0 } map
        ? map.Children.Where(child => child.Key.ToString() is not "grafana_dashboard")
            .SelectMany(
                child => Leaves(prefix.Length == 0 ? child.Key.ToString() : $"{prefix}.{child.Key}", child.Value))
        : [prefix];
}
