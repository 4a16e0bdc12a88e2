using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Provider.KeyVault;

/// <summary>Reads a secret's value as Go's <c>encoding/json</c> does: a lone surrogate is U+FFFD.</summary>
internal sealed partial class SecretValueConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            var raw = Encoding.UTF8.GetString(
                reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            return Unescape(WithoutHalves(raw));
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    /// <summary>JSON with each half of a surrogate pair replaced.</summary>
    public static string WithoutHalves(string json) =>
        Escape().Replace(json, escape => escape.Groups["half"].Success ? @"\ufffd" : escape.Value);

    private static string? Unescape(string raw)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{raw}\""));
        reader.Read();
        return reader.GetString();
    }

    // Every escape is matched, so that a backslash that is itself escaped begins none.
    [GeneratedRegex(@"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
        + "|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)")]
    private static partial Regex Escape();
}
