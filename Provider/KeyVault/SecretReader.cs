using Azure.Security.KeyVault.Secrets;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads secrets.</summary>
/// <param name="client">The vault's client for them.</param>
internal sealed class SecretReader(SecretClient client)
{
    /// <summary>Reads the version that an entry names, or the latest.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <exception cref="Azure.RequestFailedException">The vault refused.</exception>
    public async Task<VaultSecret> ReadAsync(ObjectEntry entry, CancellationToken cancellationToken)
    {
        KeyVaultSecret secret = await client.GetSecretAsync(entry.Name, entry.Version, cancellationToken: cancellationToken);
        return new VaultSecret(
            secret.Properties.Version,
            new SecretText(secret.Value ?? ""),
            secret.Properties.ContentType,
            BacksCertificate: secret.Properties.KeyId is not null);
    }
}
