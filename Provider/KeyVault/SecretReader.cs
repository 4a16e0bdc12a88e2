using System.Runtime.CompilerServices;
using Azure.Security.KeyVault.Secrets;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads secrets.</summary>
/// <param name="client">The vault's client for them.</param>
internal sealed class SecretReader(SecretClient client) : IObjectReader
{
    /// <inheritdoc/>
    public async Task<VaultObject> ReadAsync(string name, string? version, CancellationToken cancellationToken)
    {
        KeyVaultSecret secret = await client.GetSecretAsync(name, version, cancellationToken: cancellationToken);
        return new VaultSecret(
            secret.Properties.Version,
            new SecretText(secret.Value ?? ""),
            secret.Properties.ContentType,
            BacksCertificate: secret.Properties.KeyId is not null)
        {
            ExpiresOn = secret.Properties.ExpiresOn,
            UpdatedOn = secret.Properties.UpdatedOn,
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectVersion> ListAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name, cancellationToken))
        {
            yield return new ObjectVersion(version.Version, version.Enabled != false, version.CreatedOn);
        }
    }
}
