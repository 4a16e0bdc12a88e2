using System.Runtime.CompilerServices;
using Azure.Security.KeyVault.Certificates;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads certificates: the leaf, without its key and its chain.</summary>
/// <param name="client">The vault's client for them.</param>
internal sealed class CertificateReader(CertificateClient client) : IObjectReader
{
    /// <inheritdoc/>
    public async Task<VaultObject> ReadAsync(string name, string? version, CancellationToken cancellationToken)
    {
        KeyVaultCertificate certificate = version is null
            ? await client.GetCertificateAsync(name, cancellationToken)
            : await client.GetCertificateVersionAsync(name, version, cancellationToken);
        return new VaultCertificate(certificate.Properties.Version, certificate.Cer)
        {
            ExpiresOn = certificate.Properties.ExpiresOn,
            UpdatedOn = certificate.Properties.UpdatedOn,
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectVersion> ListAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var version in client.GetPropertiesOfCertificateVersionsAsync(name, cancellationToken))
        {
            yield return new ObjectVersion(version.Version, version.Enabled != false, version.CreatedOn);
        }
    }
}
