using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Parameters.Yaml;

/// <summary>A node of a YAML document, its scalars as their source spells them.</summary>
/// <param name="Position">Where it begins.</param>
internal abstract record YamlNode(TextPosition Position);

/// <summary>A scalar.</summary>
/// <param name="Text">The text between the quotes, or as it stands: <c>0755</c>, <c>true</c> and <c>1e5</c> stay as spelled.</param>
/// <param name="IsNull">Whether a plain scalar says nothing: empty, <c>~</c> or <c>null</c>.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record YamlScalar(string Text, bool IsNull, TextPosition Position) : YamlNode(Position);

/// <summary>A list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record YamlSequence(ImmutableArray<YamlNode> Items, TextPosition Position) : YamlNode(Position);

/// <summary>A mapping, in the order of the source; no key stands twice.</summary>
/// <param name="Entries">Its keys and values.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record YamlMapping(ImmutableArray<(YamlScalar Key, YamlNode Value)> Entries, TextPosition Position)
    : YamlNode(Position);
