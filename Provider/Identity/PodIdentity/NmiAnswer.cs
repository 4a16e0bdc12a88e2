using System.Globalization;
using System.Text.Json;

namespace Provider.Identity.PodIdentity;

/// <summary>Reads NMI's answers. Its bodies are classified and never copied: an error's text can hold the token.</summary>
/// <param name="Token">The access token.</param>
/// <param name="ExpiresOn">When it expires; none when NMI does not say.</param>
/// <param name="ClientId">The client id of the identity that NMI used; none when it does not say.</param>
internal sealed record NmiAnswer(string Token, DateTimeOffset? ExpiresOn, string? ClientId)
{
    // Within the year 9987, so that no number leaves what a date can say.
    private const long Latest = 253_000_000_000;

    /// <summary>Reads the body of a 200; none when it holds no token, which happens while MIC is at work.</summary>
    /// <param name="body">JSON; the numbers are strings since NMI v1.6 and were numbers before.</param>
    /// <param name="now">The time from which <c>expires_in</c> counts.</param>
    public static NmiAnswer? Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("token", out var token) && Text(token, "access_token") is { } accessToken
                ? new NmiAnswer(accessToken, Expiry(token, now), Text(document.RootElement, "clientid"))
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Says nothing of what is inside.</summary>
    public override string ToString() => nameof(NmiAnswer);

    private static DateTimeOffset? Expiry(JsonElement token, DateTimeOffset now)
    {
        if (Number(token, "expires_on") is { } unixTime)
        {
            return DateTimeOffset.FromUnixTimeSeconds(unixTime);
        }

        return Number(token, "expires_in") is { } seconds && seconds < Latest - now.ToUnixTimeSeconds() ? now.AddSeconds(seconds) : null;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static long? Number(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < Latest
            ? number
            : null;
    }
}
