using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Finds values in a manifest's nodes.</summary>
internal static class ManifestNode
{
    /// <summary>The value of a mapping's key; null when the node is not a mapping or has no such key.</summary>
    public static YamlNode? Find(this YamlNode? node, string key) =>
        (node as YamlMapping)?.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    /// <summary>The value of a mapping's key, the key in any case.</summary>
    public static YamlNode? FindAnyCase(this YamlMapping node, string key) =>
        node.Find(key)
            ?? node.Entries.FirstOrDefault(
                entry => entry.Key.Text.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The text of a mapping's key; empty if absent.</summary>
    public static string Text(this YamlNode? node, string key) =>
        node.Find(key) is YamlScalar { IsNull: false } scalar ? scalar.Text : "";

    public static TextPosition PositionOf(this YamlMapping node, string key) =>
        node.Entries.FirstOrDefault(
            entry => entry.Key.Text.Equals(key, StringComparison.OrdinalIgnoreCase)).Key?.Position ?? node.Position;
}
