using Provider.Model;

namespace Provider.KeyVault;

/// <summary>What makes two reads equal: the vault authorises the principal, so equal reads of one principal have one answer.</summary>
/// <param name="Principal">As whom, by the token issuer's own word.</param>
/// <param name="Authority">Who issued its token: another authority may know the same names for others.</param>
/// <param name="Vault">The vault's host.</param>
/// <param name="Type">The object's type.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Version">The version asked for; none for the latest.</param>
/// <param name="History">How many versions.</param>
internal sealed record ReadKey(
    string Principal, Uri Authority, string Vault, ObjectType Type, string Name, string? Version, int History)
{
    /// <summary>The key of an entry's read.</summary>
    /// <param name="principal">As whom.</param>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="entry">The entry.</param>
    public static ReadKey Of(string principal, MountPlan plan, ObjectEntry entry) =>
        new(principal, plan.Cloud.Authority, plan.Vault.Host, entry.Type, entry.Name, entry.Version, entry.History);
}
