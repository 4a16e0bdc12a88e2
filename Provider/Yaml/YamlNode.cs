using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Yaml;

/// <summary>A node of a YAML document, with scalars as they are written.</summary>
internal abstract record YamlNode(TextPosition Position);

/// <summary>A scalar. <c>BlockStart</c> is null in any other style.</summary>
internal sealed record YamlScalar(
    string Text, bool IsNull, TextPosition Position, bool IsPlain = false, TextPosition? BlockStart = null)
    : YamlNode(Position)
{
    private string? trimmed;

    /// <summary>The text without white space around it.</summary>
    // A scalar that aliases repeat is one node: made once, the copy keeps each of its readings cheap.
    public string Trimmed => trimmed ??= Text.Trim();

    /// <summary>The position in the source of a position in the scalar's text, as far as the style allows.</summary>
    public TextPosition Resolve(TextPosition inner) =>
        BlockStart is { } start
            ? new TextPosition(start.Line + inner.Line - 1, start.Column + inner.Column - 1)
            : Position;
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(ImmutableArray<YamlNode> Items, TextPosition Position) : YamlNode(Position);

/// <summary>A mapping, in the order of the source; keys are unique.</summary>
internal sealed record YamlMapping(ImmutableArray<(YamlScalar Key, YamlNode Value)> Entries, TextPosition Position)
    : YamlNode(Position)
{
    private Dictionary<string, YamlNode>? values;

    /// <summary>The value of a key; null where it is absent.</summary>
    // A mapping that aliases repeat is one node: made once, the table keeps each search of it cheap.
    public YamlNode? Find(string key) => (values ??= Entries.ToDictionary(
        entry => entry.Key.Text, entry => entry.Value, StringComparer.Ordinal)).GetValueOrDefault(key);
}
