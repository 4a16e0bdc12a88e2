using System.Collections.Immutable;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>The result of a read, and where it came from.</summary>
/// <param name="Objects">The entry's versions, newest first.</param>
/// <param name="Source">Where they came from.</param>
internal sealed record SharedRead(ImmutableArray<VaultObject> Objects, ReadSource Source);

/// <summary>A read that a mount needs.</summary>
/// <param name="Key">What is read.</param>
/// <param name="Mount">For which mount.</param>
/// <param name="Vault">Reads the vault with the mount's token.</param>
internal sealed record MountRead(ReadKey Key, ReadingMount Mount, Func<CancellationToken, Task<ImmutableArray<VaultObject>>> Vault);

/// <summary>A mount that reads a vault.</summary>
/// <param name="PodNamespace">The pod's namespace.</param>
/// <param name="Credential">The mount's token.</param>
/// <param name="IsRemount">Whether the volume has been mounted before, so that a cached result will do.</param>
/// <param name="Came">When the mount came, as a timestamp: a first mount gets nothing that was asked for earlier.</param>
internal sealed record ReadingMount(string PodNamespace, VaultCredential Credential, bool IsRemount, long Came);
