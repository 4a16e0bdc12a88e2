namespace Provider.Sandbox.Cloud.Vault;

/// <summary>The inner error codes with which a vault refuses an authenticated principal.</summary>
internal static class Refusal
{
    /// <summary>No access policy grants the permission.</summary>
    public const string AccessDenied = "AccessDenied";

    /// <summary>No role assignment grants the permission.</summary>
    public const string ForbiddenByRbac = "ForbiddenByRbac";

    /// <summary>The caller's address is not allowed.</summary>
    public const string ForbiddenByFirewall = "ForbiddenByFirewall";

    /// <summary>Only private endpoints are allowed.</summary>
    public const string ForbiddenByConnection = "ForbiddenByConnection";
}
