using Provider.Http;
using Provider.Model;

namespace Provider.Identity.Responses;

/// <summary>An issued token. <c>ExpiresOn</c> is null when unknown; then the token is not cached.</summary>
internal sealed record IssuedToken(SecretText Text, DateTimeOffset? ExpiresOn) : Outcome.Success
{
    /// <summary>The longest life that is believed, so that no number leaves what a date can hold.</summary>
    private const long TenYears = 315_360_000;

    /// <summary>Reads a response of 200; null when it holds no token.</summary>
    public static IssuedToken? Read(Attempt attempt) =>
        attempt.Status == 200
            ? From(IdentityJson.Read(attempt.Body, IdentityJson.Default.TokenJson), attempt.Now)
            : null;

    /// <summary>The token of a response that has been read; null when it holds no token.</summary>
    public static IssuedToken? From(TokenJson? json, DateTimeOffset now) =>
        IdentityJson.Text(json?.AccessToken) is not { } token ? null
        : new IssuedToken(
            new SecretText(token),
            IdentityJson.Number(json!.ExpiresOn) is { } time ? DateTimeOffset.FromUnixTimeSeconds(time)
                : IdentityJson.Number(json.ExpiresIn) is { } seconds ? now.AddSeconds(Math.Min(seconds, TenYears))
                : null);
}
