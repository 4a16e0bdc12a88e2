using System.Text.RegularExpressions;
using Azure;
using Provider.Http;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads a vault's final refusals by their error codes, since the statuses are not specific.</summary>
internal static class VaultRefusals
{
    /// <summary>Reads a refusal that is not retried. <c>code</c> is null in foreign bodies.</summary>
    public static Outcome.Fail Read(VaultEndpoint endpoint, Attempt attempt, string? code, string responded)
    {
        var (kind, text, remedy) = !IsOfKeyVault(attempt, code)
            ? (ErrorCodes.VaultFailed,
                " without an error of Key Vault, so a proxy or gateway between this node and the vault sent it",
                "Check HTTPS_PROXY and NO_PROXY of the provider, and the proxies and gateways on the way to the vault.")
            : attempt.Status switch
            {
                401 => (ErrorCodes.VaultUnauthorized, Unauthorized(code), null),
                403 => Forbidden(endpoint, code),
                404 => (ErrorCodes.ObjectNotFound, NotFound(endpoint, code), null),
                400 when endpoint.Version is not null => (
                    ErrorCodes.ObjectNotFound, ": the version is not one that a vault can have",
                    "Set objectVersion to a version id (32 hexadecimal digits), or leave it out for the latest "
                    + "version."),
                409 when code == "ObjectIsDeletedButRecoverable" => (
                    ErrorCodes.ObjectNotFound, $": the {endpoint.Type.ToWireName()} is deleted and can be recovered",
                    "Recover it, or create it under another name."),
                _ => (ErrorCodes.VaultFailed, "", (string?)null),
            };
        return new(kind, responded + text, remedy);
    }

    // A 401, 403 or 404 without any body may still be the vault's; another body is not.
    private static bool IsOfKeyVault(Attempt attempt, string? code) =>
        code is not null || (attempt.Body.IsEmpty && attempt.Status is 401 or 403 or 404);

    private static string Unauthorized(string? code) => code switch
    {
        "AKV10022" => ": the token is for another resource than Key Vault",
        "AKV10032" => ": the token is of another tenant than the vault",
        _ => "",
    };

    private static (ErrorCode Kind, string Text, string? Remedy) Forbidden(VaultEndpoint endpoint, string? code)
    {
        var (identity, objects) = (endpoint.Caller.Identity, VaultResponses.Collection(endpoint.Type));
        var (kind, text) = code switch
        {
            "AccessDenied" => (
                ErrorCodes.VaultForbidden,
                $": the vault's access policy gives {identity} no {(endpoint.IsList ? "list" : "get")} permission for "
                + $"{objects}"),
            "ForbiddenByRbac" => (
                ErrorCodes.VaultForbidden,
                $": {identity} has no role on the vault that {(endpoint.IsOfVault ? "lists" : "reads")} {objects}, "
                + $"such as {Role(endpoint.Type)}"),
            "ForbiddenByFirewall" => (
                ErrorCodes.VaultNetworkForbidden, ": the vault's firewall does not let this node's address in"),
            "ForbiddenByConnection" => (
                ErrorCodes.VaultNetworkForbidden,
                ": the vault takes private endpoints only, and the request came by its public address"),
            { } some when some.EndsWith("Disabled", StringComparison.Ordinal) =>
                (ErrorCodes.ObjectDisabled, ": the version is disabled"),
            { } some when some.EndsWith("NotYetValid", StringComparison.Ordinal) =>
                (ErrorCodes.ObjectDisabled, ": the version is not valid yet"),
            { } some when some.EndsWith("Expired", StringComparison.Ordinal) =>
                (ErrorCodes.ObjectDisabled, ": the version has expired"),
            _ => (ErrorCodes.VaultForbidden, $" to {identity}"),
        };
        return (kind, text, null);
    }

    private static string Role(ObjectType type) => type switch
    {
        ObjectType.Secret => "Key Vault Secrets User",
        ObjectType.Key => "Key Vault Crypto User",
        _ => "Key Vault Certificate User",
    };

    // The service often reports a missing version by the object's own code, so a version that was asked for stays in
    // doubt.
    private static string NotFound(VaultEndpoint endpoint, string? code) =>
        code?.Contains("Version", StringComparison.Ordinal) == true
            ? ": the object exists or existed, the version does not"
        : $": no such {endpoint.Type.ToWireName()}"
            + (endpoint is { Version: not null, IsList: false } ? ", or it has no such version" : "");
}

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
