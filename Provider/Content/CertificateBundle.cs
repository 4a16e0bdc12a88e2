using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Provider.Content;

/// <summary>Private keys and certificates that belong together. Disposing of it erases the keys.</summary>
/// <param name="PrivateKeys">PKCS#8, normal form.</param>
/// <param name="Certificates">X.509, DER.</param>
internal sealed record CertificateBundle(
    ImmutableArray<byte[]> PrivateKeys, ImmutableArray<ReadOnlyMemory<byte>> Certificates) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in PrivateKeys)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
