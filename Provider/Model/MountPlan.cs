using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>A checked request: everything a mount needs before it uses the network.</summary>
internal sealed record MountPlan(
    PodReference Pod,
    string SecretProviderClass,
    Cloud Cloud,
    string VaultName,
    string? Tenant,
    AccessMode Access,
    ImmutableArray<ObjectEntry> Entries)
{
    public Uri Vault { get; } = new($"https://{VaultName}.{Cloud.VaultSuffix}/");

    /// <summary>The plan by vaults and identities; the plan itself where there is one of each.</summary>
    public ImmutableArray<MountPlan> Parts =>
        Entries.All(entry => entry is { VaultName: null, ClientId: null })
            ? [this]
            : [.. Entries.GroupBy(entry => (Vault: entry.VaultName?.ToLowerInvariant(), entry.ClientId))
                .Select(part => Part(part.Key.Vault, part.Key.ClientId, [.. part]))];

    /// <summary>The files of optional objects that the volume has already.</summary>
    public MountedFiles Mounted { get; init; } = MountedFiles.None;

    public bool HasOptional => Entries.Any(entry => entry.IsOptional);

    public ImmutableArray<Hint> Hints { get; init; } = [];

    // The pod's token is still what proves the identity; only the requested client id differs.
    private MountPlan Part(string? vaultName, string? clientId, ImmutableArray<ObjectEntry> entries) => new(
        Pod, SecretProviderClass, Cloud, vaultName ?? VaultName, Tenant,
        clientId is not null && Access is AccessMode.WorkloadIdentity identity
            ? new AccessMode.WorkloadIdentity(clientId, identity.Token)
            : Access,
        entries)
    {
        Mounted = Mounted,
        Hints = Hints,
    };
}
