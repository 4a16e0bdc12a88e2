namespace Provider.KeyVault;

/// <summary>A vault as a key: where a token is accepted, and where an object is read.</summary>
internal readonly record struct VaultHost(string Name, int Port)
{
    /// <summary>The vault at an address; <see cref="Uri"/> has its name in lower case.</summary>
    public static VaultHost Of(Uri vault) => new(vault.IdnHost, vault.Port);
}
