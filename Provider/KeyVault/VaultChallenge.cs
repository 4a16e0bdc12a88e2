using System.Text.RegularExpressions;
using Azure;
using Provider.Http;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Which token a vault wants, from the 401 that it has just sent (RFC 9110, section 11.6.1).</summary>
// Nothing is asked for because of it: the token is the one for Key Vault, of the tenant in the class, or none.
internal static partial class VaultChallenge
{
    /// <summary>The difference from the token that the vault requires; null without one.</summary>
    public static Outcome.Fail? Mismatch(Response response, VaultCaller caller)
    {
        if (!response.Headers.TryGetValue("WWW-Authenticate", out var challenge))
        {
            return null;
        }

        var resource = Parameter(challenge, Resource()) ?? Parameter(challenge, Scope());
        if (resource is not null && !IsSame(resource, caller.Resource))
        {
            return new(
                ErrorCodes.TokenResourceRefused,
                $"the vault asked for a token for {Quoted.Text(resource)} instead of {caller.Resource}");
        }

        return caller.Tenant is { } ours
            && Guid.TryParse(Parameter(challenge, Authority())?.TrimEnd('/').Split('/')[^1], out var vaults)
            && ours != vaults
                ? new(ErrorCodes.VaultTenantMismatch,
                    $"the vault belongs to tenant {vaults}, and the SecretProviderClass names {ours}")
                : null;
    }

    private static bool IsSame(string resource, string ours) =>
        resource.TrimEnd('/').Equals(ours.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static string? Parameter(string challenge, Regex parameter) =>
        parameter.Match(challenge) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("""\bresource="([^"]{1,512})"\s*(?:,|\z)""", RegexOptions.IgnoreCase)]
    private static partial Regex Resource();

    [GeneratedRegex("""\bscope="([^" ]{1,512}?)(?:/\.default)?"\s*(?:,|\z)""", RegexOptions.IgnoreCase)]
    private static partial Regex Scope();

    [GeneratedRegex("""\bauthorization(?:_uri)?="([^"]{1,512})"\s*(?:,|\z)""", RegexOptions.IgnoreCase)]
    private static partial Regex Authority();
}
