using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Driver;

/// <summary>
/// Writes JSON as Go's encoding/json does: keys in order, <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> as escapes in lower
/// case.
/// </summary>
internal static class GoJson
{
    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object of strings; <c>null</c> without one.</summary>
    public static string Write(IReadOnlyDictionary<string, string>? texts) =>
        texts is null ? "null" : Write(texts, text => JsonValue.Create(text));

    public static string Write(IReadOnlyDictionary<string, ServiceAccountToken> tokens) =>
        Write(tokens, token => new JsonObject
        {
            ["token"] = token.Text,
            ["expirationTimestamp"] =
                token.ExpiresOn.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        });

    private static string Write<T>(IReadOnlyDictionary<string, T> fields, Func<T, JsonNode?> write)
    {
        var json = new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, write(field.Value))));

        // Outside of texts JSON has none of these characters.
        return json.ToJsonString(Relaxed)
            .Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);
    }
}
