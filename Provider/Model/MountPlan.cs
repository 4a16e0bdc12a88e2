using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>What was asked, checked: everything a mount needs to know before it touches the network.</summary>
/// <param name="Pod">For whom.</param>
/// <param name="SecretProviderClass">The class's name, for logs.</param>
/// <param name="Cloud">Where.</param>
/// <param name="VaultName">The vault's name.</param>
/// <param name="Tenant">The Entra tenant, by id or by domain; only the modes that ask Entra need one.</param>
/// <param name="Access">As whom.</param>
/// <param name="Entries">What: at least one entry, in the user's order, no two with one path.</param>
internal sealed record MountPlan(
    PodReference Pod,
    string SecretProviderClass,
    Cloud Cloud,
    string VaultName,
    string? Tenant,
    AccessMode Access,
    ImmutableArray<ObjectEntry> Entries)
{
    /// <summary>The vault's address, such as <c>https://demo.vault.azure.net/</c>.</summary>
    public Uri Vault { get; } = new($"https://{VaultName}.{Cloud.VaultSuffix}/");

    /// <summary>What the user should know though nothing is wrong.</summary>
    public ImmutableArray<Hint> Hints { get; init; } = [];
}
