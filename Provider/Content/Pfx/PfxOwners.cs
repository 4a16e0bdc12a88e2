using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Content.Pfx;

/// <summary>Finds which certificate belongs to which key: readers of a PFX take that one for the leaf.</summary>
internal static class PfxOwners
{
    /// <summary>For each key, the place of its certificate; negative when it has none.</summary>
    /// <param name="bundle">Keys and certificates.</param>
    /// <exception cref="CryptographicException">A certificate cannot be read.</exception>
    public static ImmutableArray<int> Find(CertificateBundle bundle)
    {
        var certified = bundle.Certificates.Select(PublicKey).ToArray();
        // A key that the runtime does not know, such as Ed25519, has the first certificate: that is where a leaf stands.
        return [.. bundle.PrivateKeys.Select(key => PrivateKeyForms.PublicKey(key) is { } mine
            ? Array.FindIndex(certified, other => other.AsSpan().SequenceEqual(mine))
            : 0)];
    }

    private static byte[] PublicKey(ReadOnlyMemory<byte> certificate)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate.Span);
        return read.PublicKey.ExportSubjectPublicKeyInfo();
    }
}
