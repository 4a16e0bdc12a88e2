using System.Buffers.Text;
using System.Text.Json;

namespace Provider.Sandbox.Cloud.Entra;

/// <summary>
/// The claims of a client assertion. Its signature is not checked: the sandbox trusts its own cluster.
/// </summary>
internal sealed record Assertion(string Issuer, string Subject, string Audience, DateTimeOffset ExpiresOn)
{
    /// <summary>Null when the text is not a JSON Web Token with these claims.</summary>
    public static Assertion? Read(string text)
    {
        try
        {
            return text.Split('.') is [_, var payload, _]
                ? Read(JsonDocument.Parse(Base64Url.DecodeFromChars(payload)).RootElement)
                : null;
        }
        catch (Exception malformed)
            when (malformed is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    // "aud" is a text or a list of texts (RFC 7519, section 4.1.3); Kubernetes writes a list.
    private static Assertion Read(JsonElement claims)
    {
        var audience = claims.GetProperty("aud");
        return new(
            claims.GetProperty("iss").GetString()!,
            claims.GetProperty("sub").GetString()!,
            audience.ValueKind == JsonValueKind.Array ? audience[0].GetString()! : audience.GetString()!,
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()));
    }
}
