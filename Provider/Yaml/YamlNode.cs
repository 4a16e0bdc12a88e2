using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Yaml;

/// <summary>A node of a YAML document, its scalars as their source spells them.</summary>
/// <param name="Position">Where it begins.</param>
internal abstract record YamlNode(TextPosition Position);

/// <summary>A scalar.</summary>
/// <param name="Text">The text between the quotes, or as it stands: <c>0755</c>, <c>true</c> and <c>1e5</c> stay as spelled.</param>
/// <param name="IsNull">Whether a plain scalar says nothing: empty, <c>~</c> or <c>null</c>.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="IsPlain">Whether it stands without quotes, so that a schema may take it for a number or a truth value.</param>
/// <param name="BlockStart">Where the first line of a literal block's own text begins; none in any other style.</param>
internal sealed record YamlScalar(
    string Text, bool IsNull, TextPosition Position, bool IsPlain = false, TextPosition? BlockStart = null)
    : YamlNode(Position)
{
    /// <summary>Where a place in the scalar's text stands in the source, as far as its style tells.</summary>
    /// <param name="inner">A place in <see cref="Text"/>.</param>
    public TextPosition Resolve(TextPosition inner) =>
        BlockStart is { } start ? new TextPosition(start.Line + inner.Line - 1, start.Column + inner.Column - 1) : Position;
}

/// <summary>A list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record YamlSequence(ImmutableArray<YamlNode> Items, TextPosition Position) : YamlNode(Position);

/// <summary>A mapping, in the order of the source; no key stands twice.</summary>
/// <param name="Entries">Its keys and values.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record YamlMapping(ImmutableArray<(YamlScalar Key, YamlNode Value)> Entries, TextPosition Position)
    : YamlNode(Position);
