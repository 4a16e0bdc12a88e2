using Provider.Http.Connections;
using Provider.KeyVault;

namespace Provider.Tests.KeyVault;

/// <summary>Calls through a gate of a vault.</summary>
internal static class GateCalls
{
    public static VaultGate Gate(int width, TimeProvider time) => new(() => width, time, () => 0.5);

    // A method of its own, since the namespace that it sets is that of its own calls only.
    public static async Task<VaultPermit> EnterAsync(VaultGate gate, string owner)
    {
        CallOwner.Namespace = owner;
        return await gate.EnterAsync(Patience.Limit);
    }

    public static async Task<TimeSpan> ThrottleAsync(VaultGate gate, TimeSpan? asked)
    {
        using var permit = await gate.EnterAsync(Patience.Limit);
        return permit.Throttled(asked);
    }
}
