using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Provider.Sandbox.Manifests;

/// <summary>A mapping of a manifest: fields by name, and errors with file and line.</summary>
internal sealed class ManifestNode(string file, YamlMappingNode node)
{
    public string Required(string field) =>
        Optional(field) is { Length: > 0 } text ? text : throw Problem(node, $"'{field}' is missing or empty");

    public string? Optional(string field) => Child(field) switch
    {
        null => null,
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        var other => throw Problem(other, $"'{field}' must be a single value"),
    };

    public ManifestNode RequiredMapping(string field) => Mapping(field) ?? throw Problem(node, $"'{field}' is missing");

    public ManifestNode? Mapping(string field) => Child(field) switch
    {
        null => null,
        YamlMappingNode mapping => new(file, mapping),
        YamlScalarNode scalar when IsNull(scalar) => null,
        var other => throw Problem(other, $"'{field}' must be a mapping"),
    };

    public IEnumerable<ManifestNode> Sequence(string field) => Child(field) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Select(item =>
            item is YamlMappingNode mapping
                ? new ManifestNode(file, mapping)
                : throw Problem(item, $"the items of '{field}' must be mappings")),
        YamlScalarNode scalar when IsNull(scalar) => [],
        var other => throw Problem(other, $"'{field}' must be a list"),
    };

    /// <summary>A mapping of text to text, such as labels; Kubernetes accepts nothing else there.</summary>
    public ImmutableDictionary<string, string> Texts(string field) =>
        Mapping(field)?.Texts() ?? ImmutableDictionary<string, string>.Empty;

    public ManifestException Problem(string field, string problem) => Problem(Child(field) ?? node, problem);

    private ImmutableDictionary<string, string> Texts()
    {
        var texts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Children)
        {
            var name = ((YamlScalarNode)key).Value ?? "";
            texts[name] = value is YamlScalarNode scalar
                ? scalar.Value ?? ""
                : throw Problem(value, $"'{name}' must be text; a structure needs a block scalar (|)");
        }

        return texts.ToImmutable();
    }

    private YamlNode? Child(string field) =>
        node.Children.TryGetValue(new YamlScalarNode(field), out var child) ? child : null;

    private ManifestException Problem(YamlNode at, string problem) => new(file, at.Start.Line, problem);

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";
}
