using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>What was asked, checked: everything a mount needs to know before it touches the network.</summary>
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

    /// <summary>Which files of optional objects the volume has already.</summary>
    public MountedFiles Mounted { get; init; } = MountedFiles.None;

    /// <summary>Whether an object may be missing.</summary>
    public bool HasOptional => Entries.Any(entry => entry.IsOptional);

    /// <summary>What the user should know though nothing is wrong.</summary>
    public ImmutableArray<Hint> Hints { get; init; } = [];
}
