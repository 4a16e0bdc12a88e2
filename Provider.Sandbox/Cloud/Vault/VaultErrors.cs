namespace Provider.Sandbox.Cloud.Vault;

/// <summary>
/// The service's error responses: its codes, and messages like the service's. Parts that public reports and recordings
/// do not show are marked as not verified.
/// </summary>
internal static class VaultErrors
{
    /// <summary>No token. Not verified: the text after "PoP", except that it names MTLS_POP since 2026.</summary>
    public static CloudResponse TokenMissing(StoredVault vault) =>
        Unauthorized(vault, "AKV10000: Request is missing a Bearer, PoP or MTLS_POP token.");

    /// <summary>A token for another resource.</summary>
    public static CloudResponse AudienceInvalid(StoredVault vault, string audience) =>
        Unauthorized(vault, $"AKV10022: Invalid audience. Expected {vault.Cloud.Resource}, found: {audience}.");

    /// <summary>
    /// A token of another tenant. Not verified: the same for tokens that were never issued or have expired.
    /// </summary>
    public static CloudResponse IssuerInvalid(StoredVault vault, string tenant) => Unauthorized(
        vault, $"AKV10032: Invalid issuer. Expected one of https://sts.windows.net/{vault.Tenant}/, found "
            + $"https://sts.windows.net/{tenant}/.");

    /// <summary>An occasional response to a valid token, which the service accepts a moment later.</summary>
    public static CloudResponse SigningKeyUnresolved(StoredVault vault) =>
        Unauthorized(
            vault, "AKV10046: Unable to resolve the key used for signature validation. EncodedJwtHeader: 'e30'.");

    /// <summary>Too many calls. The one real response with public headers has no header with a wait.</summary>
    public static CloudResponse Throttled(TimeSpan? retryAfter)
    {
        var throttled = Error(429, "Throttled", "Request was not processed because too many requests were received.");
        return retryAfter is { } wait ? throttled.RetryAfter(wait) : throttled;
    }

    public static CloudResponse NoApiVersion() => Error(400, "BadParameter", "api-version must be specified");

    public static CloudResponse NoSuchOperation(string method) =>
        Error(method == "GET" ? 404 : 405, "BadParameter", "The request URI or its method is not valid.");

    public static CloudResponse Forbidden(StoredVault vault, string collection, string principal, string reason) =>
        Error(403, "Forbidden",
            Message(reason, collection, $"appid={principal}", $"Vault: {vault.Name};location=westeurope"), reason);

    /// <summary>A disabled secret; keys and certificates are read in this state.</summary>
    public static CloudResponse SecretDisabled() =>
        Error(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");

    public static CloudResponse NotFound(string kind, string id) => Error(
        404,
        $"{kind}NotFound",
        $"A {Noun(kind)} with (name/id) {id} was not found in this key vault. "
            + $"If you recently deleted this {Noun(kind)} you may be able to recover it using the correct recovery "
                + "command.");

    private static string Message(string reason, string collection, string caller, string vault) => reason switch
    {
        Refusal.ForbiddenByRbac =>
            $"Caller is not authorized to perform action on resource.\r\nCaller: {caller}\r\n"
            + $"Action: 'Microsoft.KeyVault/vaults/{collection}/read'\r\nAssignment: (not found)\r\nDecisionReason: "
                + $"'DeniedWithNoValidRBAC'\r\n{vault}\r\n",
        Refusal.ForbiddenByFirewall =>
            $"Client address is not authorized and caller is not a trusted service.\r\n"
            + $"Client address: 127.0.0.1\r\nCaller: {caller}\r\n{vault}",
        Refusal.ForbiddenByConnection =>
            "Public network access is disabled and request is not from a trusted service nor via an approved private "
            + "link.\r\n"
            + $"Caller: {caller}\r\n{vault}",
        _ => $"The user, group or application '{caller}' does not have {collection} get permission. {vault}",
    };

    private static CloudResponse Unauthorized(StoredVault vault, string message) =>
        Error(401, "Unauthorized", message).With(
        "WWW-Authenticate",
        $"Bearer authorization=\"https://{vault.Cloud.AuthorityHost}/{vault.Cloud.AuthorityPath ?? vault.Tenant}\", "
        + $"resource=\"{vault.Cloud.Resource}\"");

    private static string Noun(string kind) => kind.ToLowerInvariant();

    private static CloudResponse Error(int status, string code, string message, string? inner = null) =>
        CloudResponse.Json(status, VaultJson.Error(code, message, inner));
}
