using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Provider.Sandbox.Manifests;

/// <summary>Looks things up in YAML nodes; what is absent is empty.</summary>
internal static class YamlLookup
{
    /// <summary>The value of a key; none when the node is no mapping or has no such key.</summary>
    /// <param name="node">The node.</param>
    /// <param name="key">The key.</param>
    public static YamlNode? Find(this YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>The text of a key; empty when there is none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="key">The key.</param>
    public static string Text(this YamlNode? node, string key) => (node.Find(key) as YamlScalarNode)?.Value ?? "";

    /// <summary>A mapping of texts.</summary>
    /// <param name="node">The mapping.</param>
    public static ImmutableDictionary<string, string> Texts(this YamlNode? node) =>
        node is YamlMappingNode mapping
            ? mapping.Children.ToImmutableDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => (pair.Value as YamlScalarNode)?.Value ?? "")
            : ImmutableDictionary<string, string>.Empty;
}
