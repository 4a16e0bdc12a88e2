using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>The process's gates, one a vault.</summary>
internal sealed class VaultGates(int width, TimeProvider time)
{
    // Far more vaults than a node's pods use; a gate that is dropped only forgets a wait.
    private readonly BoundedCache<VaultHost, VaultGate> gates = new(1_000, TimeSpan.FromHours(1), time);

    public VaultGate For(VaultHost vault) =>
        gates.GetOrAdd(vault, _ => new VaultGate(width, time, Random.Shared.NextDouble));
}
