using System.Collections.Immutable;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>The result of a read, and where it came from.</summary>
internal sealed record SharedRead(ImmutableArray<VaultObject> Objects, ReadSource Source);

/// <summary>A read that a mount needs.</summary>
internal sealed record MountRead(
    ReadKey Key, ReadingMount Mount, Func<CancellationToken, Task<ImmutableArray<VaultObject>>> Vault);

/// <summary>
/// A mount that reads a vault. <c>Came</c>: when the mount came, as a timestamp: a first mount gets nothing that was
/// asked for earlier.
/// </summary>
internal sealed record ReadingMount(string PodNamespace, VaultCredential Credential, bool IsRemount, long Came);
