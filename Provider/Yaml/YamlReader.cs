using System.Collections.Immutable;
using System.Text;
using Provider.Model;
using SharpYaml;
using SharpYaml.Events;

namespace Provider.Yaml;

/// <summary>Reads YAML text into nodes, at a cost linear in the text.</summary>
// An alias is the node it names, not a copy, so that nested aliases cannot expand; nesting deeper than MaxDepth is
// refused, so that no text can exhaust the stack. The accepted syntax is that of Go's yaml.v3.
internal sealed class YamlReader
{
    /// <summary>The deepest nesting that is read. A SecretProviderClass needs about ten.</summary>
    public const int MaxDepth = 32;

    private const string BinaryTag = "tag:yaml.org,2002:binary";

    private readonly IParser parser;
    private readonly string[] lines;
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
    private readonly YamlBudget budget;
    private readonly MergeKeys merges = new(YamlBudget.OfAText);

    private YamlReader(string text, YamlBudget budget)
    {
        this.budget = budget;
        // A byte-order mark is not part of the text.
        var content = text.StartsWith('\ufeff') ? text[1..] : text;
        parser = Parser.CreateParser(new StringReader(content));
        lines = content.Split('\n');
    }

    /// <summary>Reads a text's first document; an empty text is a null scalar.</summary>
    /// <exception cref="YamlFormatException">The text is not YAML, is too large, or has a duplicate key.</exception>
    public static YamlNode Read(string text, YamlBudget? budget = null) =>
        ReadAll(text, budget).FirstOrDefault() ?? new YamlScalar("", IsNull: true, new TextPosition(1, 1));

    /// <summary>Reads a text's documents one by one; documents after the last one consumed are not read.</summary>
    /// <exception cref="YamlFormatException">The text is not YAML, is too large, or has a duplicate key.</exception>
    public static IEnumerable<YamlNode> ReadAll(string text, YamlBudget? budget = null)
    {
        var reader = new YamlReader(text, budget ?? new YamlBudget());
        reader.Translated(reader.Begin);
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
            throw ScalarText.Translated(error);
        }
#pragma warning disable CA1031 // For some texts the library throws InvalidOperationException or ArgumentException.
        catch (Exception error) when (error is not YamlFormatException)
#pragma warning restore CA1031
        {
            throw new YamlFormatException(
                "cannot be parsed from here on", ScalarText.At(parser.Current?.End ?? Mark.Empty));
        }
    }

    private bool Begin() => parser.MoveNext() && parser.MoveNext();

    private YamlNode? ReadDocument()
    {
        // The reader advances only when the next document is requested, so the text after the first one stays unread.
        if (parser.Current is DocumentEnd)
        {
            parser.MoveNext();
        }

        if (parser.Current is not DocumentStart)
        {
            return null;
        }

        parser.MoveNext();
        anchors.Clear();
        return ReadNode(depth: 0);
    }

    private YamlNode ReadNode(int depth)
    {
        var start = parser.Current!;
        var position = ScalarText.At(start.Start);
        if (depth > MaxDepth)
        {
            throw new YamlFormatException($"nests deeper than {MaxDepth} levels", position);
        }

        budget.Take(position);
        parser.MoveNext();
        if (start is AnchorAlias alias)
        {
            return Aliased(alias.Value, position);
        }

        YamlNode read = start switch
        {
            Scalar scalar => ReadScalar(scalar, position),
            SequenceStart => ReadSequence(position, depth),
            MappingStart => ReadMapping(position, depth),
            _ => throw new YamlFormatException("a value is missing", position),
        };
        if (start is NodeEvent { Anchor: { Length: > 0 } anchor })
        {
            anchors[anchor] = read;
        }

        return read;
    }

    private YamlNode Aliased(string alias, TextPosition position) => anchors.GetValueOrDefault(alias)
        ?? throw new YamlFormatException($"the alias {Quoted.Text(alias)} is not defined above", position);

    private YamlScalar ReadScalar(Scalar scalar, TextPosition position)
    {
        var isPlain = scalar is { Style: ScalarStyle.Plain, IsPlainImplicit: true };
        if (scalar.Tag != BinaryTag)
        {
            return new YamlScalar(scalar.Value, ScalarText.IsNull(scalar), position, isPlain, BlockStart(scalar));
        }

        try
        {
            return new YamlScalar(
                Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Value)), IsNull: false, position);
        }
        catch (FormatException)
        {
            throw new YamlFormatException("the value after !!binary is not valid base64", position);
        }
    }

    private YamlSequence ReadSequence(TextPosition position, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        parser.MoveNext();
        return new YamlSequence(items.ToImmutable(), position);
    }

    private YamlMapping ReadMapping(TextPosition position, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<(YamlScalar Key, YamlNode Value)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (parser.Current is not MappingEnd)
        {
            var keyPosition = ScalarText.At(parser.Current!.Start);
            if (ReadNode(depth + 1) is not YamlScalar key)
            {
                throw new YamlFormatException("a key must be text, not a list or a mapping", keyPosition);
            }

            if (!keys.Add(key.Text))
            {
                throw new YamlFormatException($"the key {Quoted.Text(key.Text)} is duplicated", key.Position);
            }

            entries.Add((key, ReadNode(depth + 1)));
        }

        parser.MoveNext();
        return new YamlMapping(merges.Apply(entries.ToImmutable(), keys), position);
    }

    // The position of a block scalar is its header; its text begins below, indented as its first non-blank line.
    private TextPosition? BlockStart(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Literal)
        {
            return null;
        }

        var first = scalar.Start.Line + 1;
        var indented = lines.Skip(first).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        return new TextPosition(first + 1, indented.Length - indented.TrimStart(' ').Length + 1);
    }
}
