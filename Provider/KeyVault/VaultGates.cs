using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>The process's gates, one a vault. <c>width</c>: the most calls at once to one vault.</summary>
// admitted: how many requests at once a host takes, as far as is known.
internal sealed class VaultGates(int width, Func<string, int> admitted, TimeProvider time)
{
    // Far more vaults than a node's pods use; a gate that is dropped only forgets a wait.
    private readonly BoundedCache<VaultHost, VaultGate> gates = new(1_000, TimeSpan.FromHours(1), time);

    public VaultGate For(VaultHost vault) =>
        gates.GetOrAdd(vault, _ => new VaultGate(
            () => Math.Min(width, admitted(vault.Name)), time, Random.Shared.NextDouble));
}
