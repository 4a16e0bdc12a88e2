using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads Key Vault's answers about keys.</summary>
internal static class KeyAnswers
{
    /// <summary>Reads a key.</summary>
    /// <param name="body">A KeyBundle of Key Vault's REST API.</param>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text in it is no UTF-8, or a member of another kind than Key Vault's.</exception>
    public static VaultKey Key(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var key = Member(document.RootElement, "key");
        return new VaultKey(LastSegment(Text(key, "kid")), Text(key, "kty") ?? throw Foreign(), Text(key, "crv"))
        {
            Modulus = Number(key, "n"),
            Exponent = Number(key, "e"),
            X = Number(key, "x"),
            Y = Number(key, "y"),
            ExpiresOn = Time(document.RootElement, "exp"),
            UpdatedOn = Time(document.RootElement, "updated"),
        };
    }

    /// <summary>Reads a page of a key's versions.</summary>
    /// <param name="body">A KeyListResult of Key Vault's REST API.</param>
    /// <returns>The page's versions, and where the next page is; none on the last.</returns>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text in it is no UTF-8, or a member of another kind than Key Vault's.</exception>
    public static (ImmutableArray<ObjectVersion> Versions, Uri? Next) Versions(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var items = Member(document.RootElement, "value");
        if (items.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
        {
            throw Foreign();
        }

        var next = Text(document.RootElement, "nextLink");
        ImmutableArray<ObjectVersion> versions =
            items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray().Select(Version)] : [];
        return (versions, string.IsNullOrEmpty(next) ? null : new Uri(next));
    }

    private static ObjectVersion Version(JsonElement item)
    {
        var attributes = Member(item, "attributes");
        var isEnabled = !attributes.TryGetProperty("enabled", out var enabled) || enabled.ValueKind != JsonValueKind.False;
        return new ObjectVersion(LastSegment(Text(item, "kid")), isEnabled, Time(item, "created"));
    }

    // None when it is missing, no number, or a year that a time has no room for.
    private static DateTimeOffset? Time(JsonElement item, string name) =>
        item.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object
        && attributes.TryGetProperty(name, out var time) && time.ValueKind == JsonValueKind.Number
        && time.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static ReadOnlyMemory<byte> Number(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name));

    private static string LastSegment(string? id) =>
        id?[(id.LastIndexOf('/') + 1)..] is { Length: > 0 } segment ? segment : throw Foreign();

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) ? member : throw Foreign();

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind != JsonValueKind.Object ? throw Foreign()
        : !owner.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? null
        : member.ValueKind == JsonValueKind.String ? member.GetString()
        : throw Foreign();

    private static FormatException Foreign() => new("The answer is not Key Vault's.");
}
