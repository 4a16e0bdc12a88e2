using System.Collections.Immutable;
using Provider.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Provider.Parameters.Yaml;

/// <summary>Reads YAML text into nodes, at a cost that grows with the text and nothing else.</summary>
/// <remarks>
/// An alias is the node it names, not a copy, so that nested aliases cannot expand; what nests deeper than
/// <see cref="MaxDepth"/> is refused, so that no text can exhaust the stack.
/// </remarks>
internal sealed class YamlReader
{
    /// <summary>The deepest nesting that is read. A SecretProviderClass needs about ten.</summary>
    public const int MaxDepth = 32;

    private readonly Parser parser;
    private readonly string[] lines;
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);

    private YamlReader(string text)
    {
        parser = new Parser(new StringReader(text));
        lines = text.Split('\n');
    }

    /// <summary>Reads a text's first document; an empty text is a null scalar.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="YamlFormatException">The text is not YAML, nests too deeply, or has a key twice.</exception>
    public static YamlNode Read(string text) =>
        ReadAll(text).FirstOrDefault() ?? new YamlScalar("", IsNull: true, new TextPosition(1, 1));

    /// <summary>Reads a text's documents one by one.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="YamlFormatException">As the place is reached: the text is not YAML, nests too deeply, or has a key twice.</exception>
    public static IEnumerable<YamlNode> ReadAll(string text)
    {
        var reader = new YamlReader(text);
        reader.Translated(reader.parser.Consume<StreamStart>);
        while (reader.Translated(reader.ReadDocument) is { } document)
        {
            yield return document;
        }
    }

    private T Translated<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (YamlException error)
        {
            throw new YamlFormatException(FirstLine(error.Message), At(error.Start));
        }
#pragma warning disable CA1031 // The library has no one type for text that it trips over: InvalidOperationException is among them.
        catch (Exception error) when (error is not YamlFormatException)
#pragma warning restore CA1031
        {
            throw new YamlFormatException("it cannot be understood from here on", At(parser.Current?.End ?? Mark.Empty));
        }
    }

    private YamlNode? ReadDocument()
    {
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        anchors.Clear();
        var document = ReadNode(depth: 0);
        parser.Consume<DocumentEnd>();
        return document;
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
            Scalar scalar => new YamlScalar(
                scalar.Value, SaysNothing(scalar), position, scalar.Style == ScalarStyle.Plain, BlockStart(scalar)),
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

    // The parser tells where a block's header stands; its text begins below, as far in as its first line that is not blank.
    private TextPosition? BlockStart(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Literal)
        {
            return null;
        }

        var first = (int)scalar.Start.Line;
        var indented = lines.Skip(first).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        return new TextPosition(first + 1, indented.Length - indented.TrimStart(' ').Length + 1);
    }

    // The core schema's null (YAML 1.2, section 10.3.2); a quoted one is text.
    private static bool SaysNothing(Scalar scalar) =>
        scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    private static TextPosition At(Mark mark) => new(Math.Max(mark.Line, 1), Math.Max(mark.Column, 1));

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.', '\r', ' ');
}
