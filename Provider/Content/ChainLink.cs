using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Content;

/// <summary>What ties a certificate to its issuer.</summary>
// SubjectKeyId: the id of its key; null when it has none.
// AuthorityKeyId: the id of its issuer's key; null when it has none.
internal sealed record ChainLink(
    ReadOnlyMemory<byte> Bytes,
    ReadOnlyMemory<byte> Subject,
    ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte>? SubjectKeyId,
    ReadOnlyMemory<byte>? AuthorityKeyId)
{
    /// <summary>Reads a certificate.</summary>
    /// <exception cref="CryptographicException">It is not one, or an extension of it is damaged.</exception>
    public static ChainLink Read(ReadOnlyMemory<byte> certificate)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate.Span);
        return new ChainLink(
            certificate,
            read.SubjectName.RawData,
            read.IssuerName.RawData,
            read.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes,
            read.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier);
    }

    /// <summary>Whether another certificate is this one's issuer: by key ids where both have one, by names elsewhere.</summary>
    public bool IsIssuedBy(ChainLink other) =>
        AuthorityKeyId is { } wanted && other.SubjectKeyId is { } given
            ? wanted.Span.SequenceEqual(given.Span)
            : Issuer.Span.SequenceEqual(other.Subject.Span);

    /// <summary>Whether another certificate is this one, byte for byte.</summary>
    public bool IsCopyOf(ChainLink other) => Bytes.Span.SequenceEqual(other.Bytes.Span);
}
