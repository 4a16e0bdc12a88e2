using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Provider.Identity.Responses;

/// <summary>The responses of NMI, IMDS and Entra. A field of an undocumented type counts as absent.</summary>
[JsonSerializable(typeof(TokenJson))]
[JsonSerializable(typeof(NmiJson))]
[JsonSerializable(typeof(OAuthErrorJson))]
[JsonSerializable(typeof(ClaimsJson))]
internal sealed partial class IdentityJson : JsonSerializerContext
{
    /// <summary>Reads a body; none when it is not JSON of that shape, whatever it is.</summary>
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
}

/// <summary>A token (RFC 6749, section 5.1); <c>expires_on</c> is Azure's addition.</summary>
internal sealed record TokenJson(
    [property: JsonPropertyName("access_token"), JsonConverter(typeof(OptionalText))] string? AccessToken,
    [property: JsonPropertyName("expires_on"), JsonConverter(typeof(OptionalSeconds))] long? ExpiresOn,
    [property: JsonPropertyName("expires_in"), JsonConverter(typeof(OptionalSeconds))] long? ExpiresIn);

/// <summary>NMI's response. <c>clientid</c> is not read: it is from an AzureIdentity, which a tenant writes.</summary>
internal sealed record NmiJson([property: JsonPropertyName("token")] TokenJson? Token);

/// <summary>An error of Entra or IMDS (RFC 6749, section 5.2); <c>error_codes</c> is Entra's addition.</summary>
internal sealed record OAuthErrorJson(
    [property: JsonPropertyName("error"), JsonConverter(typeof(OptionalText))] string? Error,
    [property: JsonPropertyName("error_description"), JsonConverter(typeof(OptionalText))] string? Description,
    [property: JsonPropertyName("error_codes"), JsonConverter(typeof(OptionalSeconds))] long? FirstCode);

/// <summary>The claims of a token that are used in error messages.</summary>
internal sealed record ClaimsJson(
    [property: JsonPropertyName("iss"), JsonConverter(typeof(OptionalText))] string? Issuer);

/// <summary>A non-empty text; anything else, such as a lone surrogate, is read as none.</summary>
internal sealed class OptionalText : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // The text is not valid UTF-8 or UTF-16.
            return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>A positive number, also as text, also as the first item of a list; anything else is read as none.</summary>
internal sealed class OptionalSeconds : JsonConverter<long?>
{
    // The last second of the year 9999 has a number just above: a date has no room for more.
    private const long Largest = 253_000_000_000;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return First(ref reader, typeToConvert, options);
        }

        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueIsEscaped)
        {
            reader.Skip();
            return null;
        }

        var text = reader.HasValueSequence ? [] : reader.ValueSpan;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < Largest ? number : null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private long? First(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var depth = reader.CurrentDepth;
        reader.Read();
        var first = reader.TokenType is JsonTokenType.Number ? Read(ref reader, typeToConvert, options) : null;
        while (reader.CurrentDepth > depth || reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Read();
        }

        return first;
    }
}
