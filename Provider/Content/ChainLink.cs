using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Content;

/// <summary>What ties a certificate to its issuer.</summary>
/// <param name="Bytes">The certificate, in DER.</param>
/// <param name="Subject">Its name.</param>
/// <param name="Issuer">Its issuer's name.</param>
/// <param name="SubjectKeyId">The id of its key; none when it has none.</param>
/// <param name="AuthorityKeyId">The id of its issuer's key; none when it has none.</param>
internal sealed record ChainLink(
    ReadOnlyMemory<byte> Bytes,
    ReadOnlyMemory<byte> Subject,
    ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte>? SubjectKeyId,
    ReadOnlyMemory<byte>? AuthorityKeyId)
{
    /// <summary>Reads a certificate.</summary>
    /// <param name="certificate">X.509 in DER.</param>
    /// <exception cref="CryptographicException">It is none, or an extension of it is broken.</exception>
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
    /// <param name="other">The other.</param>
    public bool IsIssuedBy(ChainLink other) =>
        AuthorityKeyId is { } wanted && other.SubjectKeyId is { } given
            ? wanted.Span.SequenceEqual(given.Span)
            : Issuer.Span.SequenceEqual(other.Subject.Span);

    /// <summary>Whether another certificate is this one, byte for byte.</summary>
    /// <param name="other">The other.</param>
    public bool IsCopyOf(ChainLink other) => Bytes.Span.SequenceEqual(other.Bytes.Span);
}
