using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Tells what a vault's refusals mean: its statuses alone do not, its error codes do.</summary>
internal static class VaultVerdicts
{
    /// <summary>Classifies an answer that refuses.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="told">The service's own error code.</param>
    /// <param name="entry">The entry that was read.</param>
    /// <returns>The code, and a clause that says more where the service does.</returns>
    public static (ErrorCode Code, string Clause) Read(int status, string? told, ObjectEntry entry) => (status, told) switch
    {
        // AKV10032: the token's issuer is not the vault's tenant.
        (401, "AKV10032") => (ErrorCodes.VaultUnauthorized, ": the token is of another tenant than the vault"),
        (401, _) => (ErrorCodes.VaultUnauthorized, ""),
        (403, _) => Forbidden(told, entry),
        (404, _) => (ErrorCodes.ObjectNotFound, NotFound(told, entry)),
        (429, _) => (ErrorCodes.VaultThrottled, ""),
        _ => (ErrorCodes.VaultFailed, ""),
    };

    private static (ErrorCode Code, string Clause) Forbidden(string? told, ObjectEntry entry) => told switch
    {
        "AccessDenied" => (
            ErrorCodes.VaultForbidden, $": the vault's access policy gives the identity no {Permissions(entry)} permission for {Plural(entry)}"),
        "ForbiddenByRbac" => (
            ErrorCodes.VaultForbidden, $": the identity has no role on the vault that reads {Plural(entry)}, such as {Role(entry)}"),
        "ForbiddenByFirewall" => (ErrorCodes.VaultNetworkForbidden, ": the vault's firewall does not let this node's address in"),
        "ForbiddenByConnection" => (
            ErrorCodes.VaultNetworkForbidden, ": the vault takes private endpoints only, and the request came by its public address"),
        { } code when code.EndsWith("Disabled", StringComparison.Ordinal) => (ErrorCodes.ObjectDisabled, ": the version is disabled"),
        { } code when code.EndsWith("NotYetValid", StringComparison.Ordinal) => (ErrorCodes.ObjectDisabled, ": the version is not valid yet"),
        { } code when code.EndsWith("Expired", StringComparison.Ordinal) => (ErrorCodes.ObjectDisabled, ": the version has expired"),
        _ => (ErrorCodes.VaultForbidden, ""),
    };

    // The service often tells a missing version by the object's own code, so a version that was asked for stays in doubt.
    private static string NotFound(string? told, ObjectEntry entry) =>
        told?.Contains("Version", StringComparison.Ordinal) == true ? ": the object exists or existed, the version does not"
        : entry.Version is not null && !entry.HasHistory ? $": no such {entry.Type.Word()}, or it has no such version"
        : $": no such {entry.Type.Word()}";

    private static string Permissions(ObjectEntry entry) => entry.HasHistory ? "get or no list" : "get";

    private static string Plural(ObjectEntry entry) => entry.Type switch
    {
        ObjectType.Secret => "secrets",
        ObjectType.Key => "keys",
        _ => "certificates",
    };

    private static string Role(ObjectEntry entry) => entry.Type switch
    {
        ObjectType.Secret => "Key Vault Secrets User",
        ObjectType.Key => "Key Vault Crypto User",
        _ => "Key Vault Certificate User",
    };
}
