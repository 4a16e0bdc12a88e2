using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Finds the service-account token of an audience among those that kubelet sent.</summary>
// Without tokenRequests on the CSIDriver any tenant may have written that text. It is not proof by itself: Entra
// verifies the token, and results are cached for exactly this token.
internal static class ServiceAccountTokenReader
{
    // A token for another audience may hold anything; only the required ones are read.
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 8 };

    /// <summary>The token of the first of the audiences that has one. <c>json</c> is null when it sent none.</summary>
    public static ServiceAccountToken? Find(string? json, ImmutableArray<string> audiences)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return audiences.Select(audience => Read(document.RootElement, audience))
                .FirstOrDefault(token => token is not null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // {"<audience>":{"token":"<jwt>","expirationTimestamp":"<RFC 3339>"}}
    private static ServiceAccountToken? Read(JsonElement tokens, string audience) =>
        tokens.TryGetProperty(audience, out var entry) && Text(entry, "token") is { } token
            ? new ServiceAccountToken(new SecretText(token), audience, Sooner(Expiry(entry), TokenExpiry.Read(token)))
            : null;

    // Without tokenRequests a tenant may have written the time beside the token; the token's own time is signed.
    private static DateTimeOffset? Sooner(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private static DateTimeOffset? Expiry(JsonElement entry) =>
        DateTimeOffset.TryParse(
            Text(entry, "expirationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var expiry)
            ? expiry
            : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { } text
        && text.Trim() is { Length: > 0 } trimmed
            ? trimmed
            : null;
}
