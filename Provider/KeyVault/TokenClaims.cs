using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Provider.KeyVault;

/// <summary>The principal in an access token's claims, which count only once a vault has accepted the token.</summary>
internal sealed record TokenClaims(
    string Issuer, string Tenant, string ObjectId, string? AppId, string? AuthorizedParty)
{
    private static readonly SearchValues<char> Base64UrlOrDot =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    // RFC 8259 leaves the meaning of duplicate members open, so two readers of one token could see two principals.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The claims of a JWT (RFC 7519); null for any other token, such as an opaque one.</summary>
    public static TokenClaims? Read(string token, out DateTimeOffset? expiresOn)
    {
        expiresOn = null;
        if (token.AsSpan().ContainsAnyExcept(Base64UrlOrDot)
            || token.Split('.') is not [{ Length: > 0 }, { Length: > 0 } payload, { Length: > 0 }])
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), Strict);
            return Read(document.RootElement, out expiresOn);
        }
        // InvalidOperationException is thrown for text that is not UTF-8.
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TokenClaims? Read(JsonElement payload, out DateTimeOffset? expiresOn)
    {
        expiresOn = null;
        if (payload.ValueKind != JsonValueKind.Object
            || Text(payload, "iss") is not { } issuer || Text(payload, "tid") is not { } tenant
            || Text(payload, "oid") is not { } objectId)
        {
            return null;
        }

        expiresOn = payload.TryGetProperty("exp", out var expiry) && expiry.ValueKind == JsonValueKind.Number
            && expiry.TryGetInt64(out var seconds) && seconds is > 0 and < 253_000_000_000 // the year 9987
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        return IsTextOrAbsent(payload, "appid") && IsTextOrAbsent(payload, "azp")
            ? new TokenClaims(issuer, tenant, objectId, Text(payload, "appid"), Text(payload, "azp"))
            : null;
    }

    private static bool IsTextOrAbsent(JsonElement payload, string name) =>
        !payload.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.String;

    private static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
