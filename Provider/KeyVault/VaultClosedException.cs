namespace Provider.KeyVault;

/// <summary>The vault has asked to be left alone for longer than the mount has.</summary>
/// <param name="wait">For how much longer.</param>
internal sealed class VaultClosedException(TimeSpan wait) : Exception("The vault's gate stays closed.")
{
    /// <summary>For how much longer.</summary>
    public TimeSpan Wait => wait;
}
