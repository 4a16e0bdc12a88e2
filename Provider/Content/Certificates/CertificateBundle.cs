using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Content.Certificates;

/// <summary>Private keys (PKCS#8, normal form) and certificates (X.509, DER) that belong together.</summary>
internal sealed record CertificateBundle(
    ImmutableArray<byte[]> PrivateKeys, ImmutableArray<ReadOnlyMemory<byte>> Certificates)
{
    public bool IsEmpty => PrivateKeys.IsEmpty && Certificates.IsEmpty;

    public CertificateBundle WithoutCopies() =>
        new(
            [.. PrivateKeys.DistinctBy(key => Convert.ToHexString(SHA256.HashData(key)))],
            [.. Certificates.DistinctBy(certificate => Convert.ToHexString(SHA256.HashData(certificate.Span)))]);

    /// <summary>For each key, the index of its certificate, the leaf; negative where it has none.</summary>
    /// <exception cref="AsnContentException">A certificate cannot be read.</exception>
    public ImmutableArray<int> Owners()
    {
        var certified = Certificates.Select(certificate => CertificateFields.Read(certificate).PublicKey).ToArray();
        // A key that the runtime does not support, such as Ed25519, gets the first certificate, which is usually the
        // leaf.
        return [.. PrivateKeys.Select(key => PrivateKeyForms.PublicKey(key) is { } mine
            ? Array.FindIndex(certified, other => other.Span.SequenceEqual(mine))
            : certified.Length == 0 ? -1 : 0)];
    }
}
