using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Content.Fields;

/// <summary>A value in a secret's YAML.</summary>
internal sealed partial class YamlValue(YamlNode node) : FieldNode
{
    /// <summary>The most characters of a list or mapping as JSON: aliases multiply text.</summary>
    private const int LongestJson = 1024 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override FieldKind Kind => node switch
    {
        YamlMapping => FieldKind.Mapping,
        YamlSequence => FieldKind.List,
        YamlScalar { IsNull: true } => FieldKind.Null,
        _ => FieldKind.Scalar,
    };

    public override IEnumerable<string> Keys => ((YamlMapping)node).Entries.Select(entry => entry.Key.Text);

    // Almost any text is YAML: "user: password" has a key, and a password such as "{a, b}" has two.
    public override bool IsStructured => HasNames && ((YamlMapping)node).Entries is var entries
        && (entries.Length > 1 || entries[0] is var (key, value) && value.Position.Line > key.Position.Line
            && new YamlValue(value).HasNames);

    // In block style a mapping begins where its first key does.
    public override bool HasNames =>
        node is YamlMapping { Entries: [var (first, _), ..] } mapping && mapping.Position == first.Position;

    public override int Length => ((YamlSequence)node).Items.Length;

    /// <summary>Reads a value's first document.</summary>
    /// <exception cref="UnreadableContentException">It is not YAML, or nests too deep.</exception>
    public static YamlValue Parse(string value)
    {
        try
        {
            return new YamlValue(YamlReader.Read(value));
        }
        catch (YamlFormatException error)
        {
            // The reader's message quotes the text: only its place is used.
            throw UnreadableContentException.Undecodable(
                $"is not YAML, or nests deeper than {YamlReader.MaxDepth} levels (line {error.Position.Line}, column "
                + $"{error.Position.Column})",
                "Correct the value in the vault, or remove yamlKey.");
        }
    }

    public override FieldNode? Find(string key) =>
        ((YamlMapping)node).Find(key) is { } value ? new YamlValue(value) : null;

    public override FieldNode Item(int index) => new YamlValue(((YamlSequence)node).Items[index]);

    public override string Text(int room)
    {
        if (node is YamlScalar scalar)
        {
            return scalar.Text;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            Write(writer, node, Math.Min(room, LongestJson), depth: 0);
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node, int most, int depth)
    {
        CheckBounds(writer, most, depth);
        switch (node)
        {
            case YamlMapping mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    writer.WritePropertyName(key.Text);
                    Write(writer, value, most, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case YamlSequence list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, most, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case YamlScalar scalar:
                Write(writer, scalar);
                break;
        }
    }

    private static void CheckBounds(Utf8JsonWriter writer, int most, int depth)
    {
        // The reader bounds how deep the text nests; aliases add to that.
        if (depth > JsonValue.MaxDepth)
        {
            throw UnreadableContentException.Undecodable(
                $"has a field that nests deeper than {JsonValue.MaxDepth} levels", "Name a field within it.");
        }

        if (writer.BytesCommitted + writer.BytesPending > most)
        {
            throw most < LongestJson
                ? new UnreadableContentException("has a field that is larger than the rest of the volume")
                {
                    Code = ErrorCodes.ResponseTooLarge,
                }
                : UnreadableContentException.Undecodable(
                    $"has a field of more than {LongestJson} bytes as JSON", "Name a field within it.");
        }
    }

    // The scalars of the core schema (YAML 1.2, section 10.3.2) that are JSON too; 0755 and 0x1F stay text.
    private static void Write(Utf8JsonWriter writer, YamlScalar scalar)
    {
        if (scalar.IsNull)
        {
            writer.WriteNullValue();
        }
        else if (scalar.IsPlain && (scalar.Text is "true" or "false" || Number().IsMatch(scalar.Text)))
        {
            writer.WriteRawValue(scalar.Text);
        }
        else
        {
            writer.WriteStringValue(scalar.Text);
        }
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Number();
}
