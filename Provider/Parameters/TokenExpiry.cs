using System.Buffers.Text;
using System.Text.Json;

namespace Provider.Parameters;

/// <summary>Reads when a token expires, by its own claim <c>exp</c> (RFC 7519, section 4.1.4).</summary>
internal static class TokenExpiry
{
    // DateTimeOffset ends in the year 9999.
    private const double Last = 253_402_300_799;

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    /// <summary>The time; null if it cannot be read, so that the token issuer decides.</summary>
    public static DateTimeOffset? Read(string token)
    {
        if (token.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), Shallow);
            return claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("exp", out var expiry)
                && expiry.ValueKind == JsonValueKind.Number
                && expiry.TryGetDouble(out var seconds) && seconds is >= 0 and <= Last
                    ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                    : null;
        }
        // InvalidOperationException is thrown for text that is not UTF-8.
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
