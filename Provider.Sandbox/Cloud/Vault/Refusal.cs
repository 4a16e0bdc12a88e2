namespace Provider.Sandbox.Cloud.Vault;

/// <summary>The inner codes with which a vault refuses a principal that it knows.</summary>
internal static class Refusal
{
    /// <summary>No access policy grants the permission.</summary>
    public const string AccessDenied = "AccessDenied";

    /// <summary>No role assignment grants the permission.</summary>
    public const string ForbiddenByRbac = "ForbiddenByRbac";

    /// <summary>The caller's address is not let in.</summary>
    public const string ForbiddenByFirewall = "ForbiddenByFirewall";

    /// <summary>Only private endpoints are let in.</summary>
    public const string ForbiddenByConnection = "ForbiddenByConnection";
}
