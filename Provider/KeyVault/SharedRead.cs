using System.Collections.Immutable;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>The result of a read, and where it came from.</summary>
// Objects: The entry's versions, newest first.
// Source: Where they came from.
internal sealed record SharedRead(ImmutableArray<VaultObject> Objects, ReadSource Source);

/// <summary>A read that a mount needs.</summary>
// Key: What is read.
// Mount: For which mount.
// Vault: Reads the vault with the mount's token.
internal sealed record MountRead(
    ReadKey Key, ReadingMount Mount, Func<ReadProgress, CancellationToken, Task<ImmutableArray<VaultObject>>> Vault);

/// <summary>A mount that reads a vault.</summary>
// PodNamespace: The pod's namespace.
// Credential: The mount's token.
// IsRemount: Whether the volume has been mounted before, so that a cached result will do.
// Came: When the mount came, as a timestamp: a first mount gets nothing that was asked for
// earlier.
internal sealed record ReadingMount(string PodNamespace, VaultCredential Credential, bool IsRemount, long Came)
{
    private readonly TaskCompletionSource accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first response that the vault gives to the mount's token.</summary>
    public Task Accepted => accepted.Task;

    public void Accept() => accepted.TrySetResult();
}
