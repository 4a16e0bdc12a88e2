using System.Globalization;
using System.Text.Json;
using Azure;
using Provider.Model;

namespace Provider.Identity;

/// <summary>The token in an answer of OAuth's shape (RFC 6749, section 5.1), with the spellings of numbers that Azure's services use.</summary>
/// <param name="Token">The access token.</param>
/// <param name="ExpiresOn">When it expires; none when the answer does not say.</param>
internal sealed record TokenAnswer(SecretText Token, DateTimeOffset? ExpiresOn)
{
    /// <summary>Reads an answer's body; none when it holds no token.</summary>
    /// <param name="body">JSON, or anything else.</param>
    /// <param name="now">The time from which <c>expires_in</c> counts.</param>
    public static TokenAnswer? Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, now);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What a success says that holds no token, as the end of a clause; empty for other answers.</summary>
    /// <param name="answer">An answer that no token was read from.</param>
    public static string Missing(Response answer) => answer.Status == 200 ? " without a token" : "";

    /// <summary>Reads the object that holds the token; none when it does not.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="now">The time from which <c>expires_in</c> counts.</param>
    public static TokenAnswer? Read(JsonElement owner, DateTimeOffset now) =>
        Text(owner, "access_token") is { } token ? new TokenAnswer(new SecretText(token), Expiry(owner, now)) : null;

    /// <summary>A field's text; none when it is absent, empty or no text.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="name">The field.</param>
    public static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static DateTimeOffset? Expiry(JsonElement owner, DateTimeOffset now)
    {
        if (Number(owner, "expires_on") is { } unixTime)
        {
            return DateTimeOffset.FromUnixTimeSeconds(unixTime);
        }

        // At most ten years, so that no number leaves what a date can say.
        return Number(owner, "expires_in") is { } seconds ? now.AddSeconds(Math.Min(seconds, 315_360_000)) : null;
    }

    // Up to the year 9999.
    private static long? Number(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 253_000_000_000
            ? number
            : null;
    }
}
