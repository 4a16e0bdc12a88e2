using System.Collections.Immutable;
using Provider.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Provider.Parameters.Yaml;

/// <summary>Reads the first document of a YAML text into nodes, at a cost that grows with the text and nothing else.</summary>
/// <remarks>
/// An alias is the node it names, not a copy, so that nested aliases cannot expand; what nests deeper than
/// <see cref="MaxDepth"/> is refused, so that no text can exhaust the stack.
/// </remarks>
internal sealed class YamlReader
{
    /// <summary>The deepest nesting that is read. A SecretProviderClass needs about ten.</summary>
    public const int MaxDepth = 32;

    private readonly Parser parser;
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);

    private YamlReader(string text) => parser = new Parser(new StringReader(text));

    /// <summary>Reads a text's first document; an empty text is a null scalar.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="YamlFormatException">The text is not YAML, nests too deeply, or has a key twice.</exception>
    public static YamlNode Read(string text)
    {
        try
        {
            return new YamlReader(text).ReadDocument();
        }
        catch (YamlException error)
        {
            throw new YamlFormatException(FirstLine(error.Message), At(error.Start));
        }
    }

    private YamlNode ReadDocument()
    {
        parser.Consume<StreamStart>();
        return parser.TryConsume<DocumentStart>(out _)
            ? ReadNode(depth: 0)
            : new YamlScalar("", IsNull: true, new TextPosition(1, 1));
    }

    private YamlNode ReadNode(int depth)
    {
        var position = At(parser.Current!.Start);
        if (depth > MaxDepth)
        {
            throw new YamlFormatException($"nests deeper than {MaxDepth} levels", position);
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out var node)
                ? node
                : throw new YamlFormatException($"the alias {Quoted.Text(alias.Value.Value)} names nothing before it", position);
        }

        var start = parser.Consume<NodeEvent>();
        YamlNode read = start switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, SaysNothing(scalar), position),
            SequenceStart => ReadSequence(position, depth),
            _ => ReadMapping(position, depth),
        };
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor.Value] = read;
        }

        return read;
    }

    private YamlSequence ReadSequence(TextPosition position, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlSequence(items.ToImmutable(), position);
    }

    private YamlMapping ReadMapping(TextPosition position, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<(YamlScalar, YamlNode)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not YamlScalar key)
            {
                throw new YamlFormatException("a key must be a word, not a list or a mapping", At(parser.Current!.Start));
            }

            if (!keys.Add(key.Text))
            {
                throw new YamlFormatException($"the key {Quoted.Text(key.Text)} stands twice in one mapping", key.Position);
            }

            entries.Add((key, ReadNode(depth + 1)));
        }

        return new YamlMapping(entries.ToImmutable(), position);
    }

    // The core schema's null (YAML 1.2, section 10.3.2); a quoted one is text.
    private static bool SaysNothing(Scalar scalar) =>
        scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    private static TextPosition At(Mark mark) => new(Math.Max(mark.Line, 1), Math.Max(mark.Column, 1));

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.', '\r', ' ');
}
