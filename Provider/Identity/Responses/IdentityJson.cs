using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Provider.Identity.Responses;

/// <summary>The responses of NMI, IMDS and Entra. A field of an undocumented type counts as absent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenJson))]
[JsonSerializable(typeof(NmiJson))]
[JsonSerializable(typeof(OAuthErrorJson))]
[JsonSerializable(typeof(ClaimsJson))]
internal sealed partial class IdentityJson : JsonSerializerContext
{
    // The last second of the year 9999 has a number just above: a date has no room for more.
    private const long Largest = 253_000_000_000;

    /// <summary>Reads a body; null when it is not JSON of that shape, whatever it is.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A non-empty text; anything else, such as a lone surrogate, is read as none.</summary>
    public static string? Text(JsonElement? value)
    {
        try
        {
            return value is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } read
                ? read
                : null;
        }
        catch (InvalidOperationException)
        {
            // The text is not valid UTF-8 or UTF-16.
            return null;
        }
    }

    /// <summary>A positive number that may be seconds, also as text; anything else is read as none.</summary>
    public static long? Number(JsonElement? value) =>
        long.TryParse(
            value is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(value),
            NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read is > 0 and < Largest
            ? read
            : null;
}

/// <summary>A token (RFC 6749, section 5.1); <c>expires_on</c> is Azure's addition.</summary>
internal sealed record TokenJson(JsonElement? AccessToken, JsonElement? ExpiresOn, JsonElement? ExpiresIn);

/// <summary>NMI's response. <c>clientid</c> is not read: it is from an AzureIdentity, which a tenant writes.</summary>
internal sealed record NmiJson(TokenJson? Token);

/// <summary>An error of Entra or IMDS (RFC 6749, section 5.2); <c>error_codes</c> is Entra's addition.</summary>
internal sealed record OAuthErrorJson(JsonElement? Error, JsonElement? ErrorDescription, JsonElement? ErrorCodes)
{
    public string? Kind => IdentityJson.Text(Error);

    public string? Description => IdentityJson.Text(ErrorDescription);

    public long? FirstCode =>
        ErrorCodes is { ValueKind: JsonValueKind.Array } codes && codes.GetArrayLength() > 0
            ? IdentityJson.Number(codes[0])
            : null;
}

/// <summary>The claims of a token that are used in error messages.</summary>
internal sealed record ClaimsJson(JsonElement? Iss);
