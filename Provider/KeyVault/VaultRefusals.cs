using System.Net;
using Provider.Http;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>What a vault's final refusals mean: its statuses alone do not say it, its error codes do.</summary>
internal static class VaultRefusals
{
    /// <summary>Reads a refusal that is not retried. <c>code</c> is null in foreign bodies.</summary>
    public static Outcome Read(VaultEndpoint endpoint, Attempt attempt, string? code, string responded) =>
        IsOfKeyVault(attempt, code)
            ? attempt.Status switch
            {
                (int)HttpStatusCode.Unauthorized =>
                    new Outcome.Fail(ErrorCodes.VaultUnauthorized, responded + Unauthorized(code)),
                (int)HttpStatusCode.Forbidden => Forbidden(endpoint, code, responded),
                (int)HttpStatusCode.NotFound =>
                    new Outcome.Fail(ErrorCodes.ObjectNotFound, $"{responded}: {NotFound(endpoint, code)}"),
                (int)HttpStatusCode.BadRequest when endpoint.Version is not null => new Outcome.Fail(
                    ErrorCodes.ObjectNotFound, $"{responded}: the version is not one that a vault can have",
                    "Set objectVersion to a version id (32 hexadecimal digits), "
                    + "or leave it out for the latest version."),
                (int)HttpStatusCode.Conflict when code == "ObjectIsDeletedButRecoverable" => new Outcome.Fail(
                    ErrorCodes.ObjectNotFound,
                    $"{responded}: the {endpoint.Type.ToWireName()} is deleted and can be recovered",
                    "Recover it, or create it under another name."),
                _ => new Outcome.Fail(ErrorCodes.VaultFailed, responded),
            }
            : new Outcome.Fail(
                ErrorCodes.VaultFailed,
                $"{responded} without an error of Key Vault, so a proxy or gateway between this node and the vault "
                + "sent it",
                "Check HTTPS_PROXY and NO_PROXY of the provider, "
            + "and the proxies and gateways on the way to the vault.");

    // A 401, 403 or 404 without any body may still be the vault's; another body is not.
    private static bool IsOfKeyVault(Attempt attempt, string? code) =>
        code is not null || (attempt.Body.IsEmpty && attempt.Status is
            (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.NotFound);

    private static string Unauthorized(string? code) => code switch
    {
        "AKV10022" => ": the token is for another resource than Key Vault",
        "AKV10032" => ": the token is of another tenant than the vault",
        _ => "",
    };

    private static Outcome.Fail Forbidden(VaultEndpoint endpoint, string? code, string responded)
    {
        var identity = endpoint.Caller.Identity;
        return code switch
        {
            "AccessDenied" => new Outcome.Fail(
                ErrorCodes.VaultForbidden,
                $"{responded}: the vault's access policy gives {identity} no {Permissions(endpoint)} permission for "
                + $"{Plural(endpoint.Type)}"),
            "ForbiddenByRbac" => new Outcome.Fail(
                ErrorCodes.VaultForbidden,
                $"{responded}: {identity} has no role on the vault that {(endpoint.IsOfVault ? "lists" : "reads")} "
                + $"{Plural(endpoint.Type)}, such as "
                + $"{Role(endpoint.Type)}"),
            "ForbiddenByFirewall" => new Outcome.Fail(
                ErrorCodes.VaultNetworkForbidden,
                $"{responded}: the vault's firewall does not let this node's address in"),
            "ForbiddenByConnection" => new Outcome.Fail(
                ErrorCodes.VaultNetworkForbidden,
                $"{responded}: the vault takes private endpoints only, and the request came by its public address"),
            { } some when some.EndsWith("Disabled", StringComparison.Ordinal) => Disabled(responded, "is disabled"),
            { } some when some.EndsWith("NotYetValid", StringComparison.Ordinal) =>
                Disabled(responded, "is not valid yet"),
            { } some when some.EndsWith("Expired", StringComparison.Ordinal) => Disabled(responded, "has expired"),
            _ => new Outcome.Fail(ErrorCodes.VaultForbidden, $"{responded} to {identity}"),
        };
    }

    private static Outcome.Fail Disabled(string responded, string what) =>
        new(ErrorCodes.ObjectDisabled, $"{responded}: the version {what}");

    // The service often reports a missing version by the object's own code, so a version that was endpoint for stays in
    // doubt.
    private static string NotFound(VaultEndpoint endpoint, string? code) =>
        code?.Contains("Version", StringComparison.Ordinal) == true
            ? "the object exists or existed, the version does not"
        : endpoint is { Version: not null, IsList: false }
            ? $"no such {endpoint.Type.ToWireName()}, or it has no such version"
        : $"no such {endpoint.Type.ToWireName()}";

    private static string Permissions(VaultEndpoint endpoint) => endpoint.IsList ? "list" : "get";

    private static string Plural(ObjectType type) => VaultResponses.Collection(type);

    private static string Role(ObjectType type) => type switch
    {
        ObjectType.Secret => "Key Vault Secrets User",
        ObjectType.Key => "Key Vault Crypto User",
        _ => "Key Vault Certificate User",
    };
}
