using Provider.Model;

namespace Provider.KeyVault;

/// <summary>
/// What is read: equal for reads that have one result for one principal. Without a name it is a list of the vault's
/// objects.
/// </summary>
internal sealed record ReadKey(VaultHost Vault, ObjectType Type, string Name, string? Version, int History)
{
    public static ReadKey Of(MountPlan plan, ObjectEntry entry) =>
        new(VaultHost.Of(plan.Vault), entry.Type, entry.Search is null ? entry.Name : "", entry.Version, entry.History);

    /// <summary>Whether it is a list of the vault's objects.</summary>
    public bool IsListing => Name.Length == 0;
}

/// <summary>
/// By what a read is shared: by the same token, or by the claims of tokens that the vault has accepted. <c>Token</c> is
/// null when its claims are the key. <c>Claims</c> is null when the token itself is the key.
/// </summary>
internal sealed record SharedReadKey(ReadKey Read, TokenHash? Token, TokenClaims? Claims)
{
    /// <summary>For mounts with the very same token: the vault would respond the same to them.</summary>
    public static SharedReadKey SameToken(ReadKey read, VaultCredential credential) => new(read, credential.Hash, null);

    /// <summary>For mounts whose token the vault has accepted.</summary>
    public static SharedReadKey SamePrincipal(ReadKey read, TokenClaims claims) => new(read, null, claims);
}
