using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Provider.Tests.Monitoring;

/// <summary>The files that operators give to Prometheus, its operator and Grafana.</summary>
internal static class MonitoringFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "manifests", "monitoring");

    public static string Rules { get; } = Path.Combine(Folder, "rules", "provider.yaml");

    public static string RuleTests { get; } = Path.Combine(Folder, "rules", "tests", "provider.yaml");

    public static string Page { get; } = Path.Combine(Repository.Root, "docs", "monitoring.md");

    /// <summary>The dashboard, as Grafana reads it.</summary>
    public static JsonNode Dashboard() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "dashboards", "provider.json")))!;

    /// <summary>A YAML file's one document; every scalar is text.</summary>
    public static JsonNode Yaml(string path)
    {
        var stream = new YamlStream();
        using var text = File.OpenText(path);
        stream.Load(text);
        return Json(Assert.Single(stream.Documents).RootNode)!;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
            pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Json)]),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };
}
