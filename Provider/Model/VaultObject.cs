namespace Provider.Model;

/// <summary>What the vault holds for an entry: one version of one object.</summary>
/// <param name="Version">The last segment of the id that Key Vault returned.</param>
internal abstract record VaultObject(string Version);

/// <summary>A version of a secret.</summary>
/// <param name="Version">Its version id.</param>
/// <param name="Value">Its value.</param>
/// <param name="ContentType">The content type that was stored with it; none when there is none.</param>
/// <param name="BacksCertificate">Whether it is the secret behind a certificate (Key Vault gives it a <c>kid</c>).</param>
internal sealed record VaultSecret(string Version, SecretText Value, string? ContentType, bool BacksCertificate)
    : VaultObject(Version);
