using System.Text.Json;
using Provider.Model;

namespace Provider.Content.Fields;

/// <summary>A value in a secret's JSON.</summary>
internal sealed class JsonValue(JsonElement element) : FieldNode
{
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = MaxDepth };

    public override FieldKind Kind => element.ValueKind switch
    {
        JsonValueKind.Object => FieldKind.Mapping,
        JsonValueKind.Array => FieldKind.List,
        JsonValueKind.Null => FieldKind.Null,
        _ => FieldKind.Scalar,
    };

    public override IEnumerable<string> Keys =>
        element.EnumerateObject().Select(property => Decoded(() => property.Name));

    public override int Length => element.GetArrayLength();

    /// <exception cref="UnreadableContentException">It is not JSON, or nests too deep.</exception>
    public static JsonDocument Parse(string value)
    {
        try
        {
            // A byte-order mark is not part of the text.
            return JsonDocument.Parse(value.AsMemory(value.StartsWith('\uFEFF') ? 1 : 0), Bounded);
        }
        catch (JsonException error)
        {
            // The parser's message can quote the text: only its place is used.
            throw NotJson($"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair.
            throw NotJson("a character");
        }
    }

    public override FieldNode? Find(string key) =>
        Decoded(() => element.TryGetProperty(key, out var value) ? new JsonValue(value) : null);

    public override FieldNode Item(int index) => new JsonValue(element[index]);

    // It is a part of the unchanged value, so it needs no further limit.
    public override string Text(int room) => Decoded(() =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText());

    private static T Decoded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw UnreadableContentException.Undecodable("has half of a surrogate pair in the field");
        }
    }

    private static UnreadableContentException NotJson(string place) => UnreadableContentException.Undecodable(
        $"is not JSON, or nests deeper than {MaxDepth} levels ({place})",
        "Correct the value in the vault, use yamlKey for a YAML value, "
            + "or remove the field that asks for a part of it.");
}
