namespace Provider.KeyVault;

/// <summary>A call that its vault's gate has let in. <c>Entered</c>: when it was let in, as a timestamp.</summary>
internal sealed record VaultPermit(VaultGate Gate, IDisposable Slot, long Entered, bool IsTrial) : IDisposable
{
    /// <summary>
    /// The vault has refused the call with 429. Returns for how much longer the gate is closed than before.
    /// </summary>
    public TimeSpan Throttled(TimeSpan? requested) => Gate.Close(Entered, requested);

    /// <summary>The vault has responded otherwise.</summary>
    public void Served() => Gate.Open(Entered);

    public void Dispose()
    {
        Slot.Dispose();
        if (IsTrial)
        {
            Gate.EndTrial();
        }
    }
}
