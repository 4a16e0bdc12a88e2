namespace Provider.KeyVault;

/// <summary>A call that its vault's gate has let in.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Turn">The call's place among those that are made at once.</param>
/// <param name="Entered">When it was let in, as a timestamp.</param>
/// <param name="IsTrial">Whether the others wait for what it finds.</param>
internal sealed record VaultPassage(VaultGate Gate, IDisposable Turn, long Entered, bool IsTrial) : IDisposable
{
    /// <summary>The vault has refused the call with 429.</summary>
    /// <returns>For how much longer the gate is closed than before.</returns>
    public TimeSpan Throttled(TimeSpan? asked) => Gate.Close(Entered, asked);

    /// <summary>The vault has responded otherwise.</summary>
    public void Served() => Gate.Open(Entered);

    /// <inheritdoc/>
    public void Dispose()
    {
        Turn.Dispose();
        if (IsTrial)
        {
            Gate.EndTrial();
        }
    }
}
