namespace Provider.KeyVault;

/// <summary>A call that its vault's gate has let in. <c>Entered</c>: when it was let in, as a timestamp.</summary>
internal sealed record VaultPermit(VaultGate Gate, IDisposable Slot, long Entered, bool IsTrial) : IDisposable
{
    /// <summary>The vault responded with 429. Returns the additional wait.</summary>
    public TimeSpan Throttled(TimeSpan? requested) => Gate.Close(Entered, requested);

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
