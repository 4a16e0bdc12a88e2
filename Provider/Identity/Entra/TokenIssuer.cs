using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>Reads who a service-account token says has issued it. Nothing is verified: it is for an error's text and nothing else.</summary>
internal static class TokenIssuer
{
    /// <summary>The claim <c>iss</c>; none when the text is no JWT (RFC 7519) or has none.</summary>
    /// <param name="token">The token.</param>
    public static string? Read(SecretText token)
    {
        try
        {
            return token.Reveal().Split('.') is [_, var payload, _] ? Issuer(Encoding.ASCII.GetBytes(payload)) : null;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Issuer(byte[] payload)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromUtf8(payload));
        return TokenAnswer.Text(claims.RootElement, "iss");
    }
}
