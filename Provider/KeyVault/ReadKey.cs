using Provider.Model;

namespace Provider.KeyVault;

/// <summary>
/// A read of an object, or of a list if it has no name. Equal reads by one principal have one result.
/// </summary>
internal sealed record ReadKey(VaultHost Vault, ObjectType Type, string Name, string? Version, int History)
{
    public static ReadKey Of(MountPlan plan, ObjectEntry entry) =>
        new(VaultHost.Of(plan.Vault), entry.Type, entry.Search is null ? entry.Name : "", entry.Version, entry.History);

    public bool IsListing => Name.Length == 0;
}

/// <summary>The key of a shared read: either the token itself or its claims; the other one is null.</summary>
internal sealed record SharedReadKey(ReadKey Read, TokenHash? Token, TokenClaims? Claims)
{
    /// <summary>For mounts with the very same token: the vault would respond the same to them.</summary>
    public static SharedReadKey SameToken(ReadKey read, VaultCredential credential) => new(read, credential.Hash, null);

    /// <summary>For mounts whose token the vault has accepted.</summary>
    public static SharedReadKey SamePrincipal(ReadKey read, TokenClaims claims) => new(read, null, claims);
}
