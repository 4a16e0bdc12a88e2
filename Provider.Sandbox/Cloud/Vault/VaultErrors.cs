namespace Provider.Sandbox.Cloud.Vault;

/// <summary>The service's error answers: its codes, and the gist of its messages with the names that it puts into them.</summary>
internal static class VaultErrors
{
    public static CloudAnswer Unauthorized(StoredVault vault, bool hasToken) =>
        Error(401, "Unauthorized", hasToken ? "AKV10032: Invalid token." : "AKV10000: Request is missing a Bearer or PoP token.").With(
            "WWW-Authenticate",
            $"Bearer authorization=\"https://{vault.Cloud.AuthorityHost}/{vault.Tenant}\", resource=\"{vault.Cloud.Resource}\"");

    public static CloudAnswer NoApiVersion() => Error(400, "BadParameter", "api-version must be specified");

    public static CloudAnswer NoSuchOperation(string method) =>
        Error(method == "GET" ? 404 : 405, "BadParameter", "The request URI or its method is not valid.");

    public static CloudAnswer Forbidden(StoredVault vault, string collection, string principal, string reason) =>
        Error(403, "Forbidden", Words(reason, collection, $"appid={principal}", $"Vault: {vault.Name};location=westeurope"), reason);

    public static CloudAnswer Disabled(string kind) =>
        Error(403, "Forbidden", $"Operation get is not allowed on a disabled {Noun(kind)}.", $"{kind}Disabled");

    public static CloudAnswer NotFound(string kind, string id) => Error(
        404,
        $"{kind}NotFound",
        $"A {Noun(kind)} with (name/id) {id} was not found in this key vault. "
            + $"If you recently deleted this {Noun(kind)} you may be able to recover it using the correct recovery command.");

    private static string Words(string reason, string collection, string caller, string vault) => reason switch
    {
        Refusal.ForbiddenByRbac =>
            $"Caller is not authorized to perform action on resource.\r\nCaller: {caller}\r\n"
            + $"Action: 'Microsoft.KeyVault/vaults/{collection}/read'\r\nAssignment: (not found)\r\nDecisionReason: 'DeniedWithNoValidRBAC'\r\n{vault}\r\n",
        Refusal.ForbiddenByFirewall =>
            $"Client address is not authorized and caller is not a trusted service.\r\n"
            + $"Client address: 127.0.0.1\r\nCaller: {caller}\r\n{vault}",
        Refusal.ForbiddenByConnection =>
            $"Public network access is disabled and request is not from a trusted service nor via an approved private link.\r\n"
            + $"Caller: {caller}\r\n{vault}",
        _ => $"The user, group or application '{caller}' does not have {collection} get permission. {vault}",
    };

    private static string Noun(string kind) => kind.ToLowerInvariant();

    private static CloudAnswer Error(int status, string code, string message, string? inner = null) =>
        CloudAnswer.Json(status, VaultJson.Error(code, message, inner));
}
