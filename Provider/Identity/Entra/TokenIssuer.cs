using System.Buffers.Text;
using System.Text;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>Reads who a service-account token says has issued it. Nothing is verified: it is only shown in an error.</summary>
internal static class TokenIssuer
{
    /// <summary>The claim <c>iss</c>; none when the text is not a JWT (RFC 7519) or has none.</summary>
    public static string? Read(SecretText token)
    {
        try
        {
            return token.Reveal().Split('.') is [_, var payload, _]
                ? IdentityJson.Read(Base64Url.DecodeFromUtf8(Encoding.ASCII.GetBytes(payload)), IdentityJson.Default.ClaimsJson)?.Issuer
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
