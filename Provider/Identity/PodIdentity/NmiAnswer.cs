using System.Text.Json;

namespace Provider.Identity.PodIdentity;

/// <summary>Reads NMI's answers. Its bodies are classified and never copied: an error's text can hold the token.</summary>
/// <param name="Token">The token and its expiry.</param>
/// <param name="ClientId">The client id of the identity that NMI used; none when it does not say.</param>
internal sealed record NmiAnswer(TokenAnswer Token, string? ClientId)
{
    /// <summary>Reads the body of a 200; none when it holds no token, which happens while MIC is at work.</summary>
    /// <param name="body">JSON; the numbers are strings since NMI v1.6 and were numbers before.</param>
    /// <param name="now">The time from which <c>expires_in</c> counts.</param>
    public static NmiAnswer? Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("token", out var token) && TokenAnswer.Read(token, now) is { } answer
                ? new NmiAnswer(answer, TokenAnswer.Text(document.RootElement, "clientid"))
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
