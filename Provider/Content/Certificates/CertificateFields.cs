using System.Formats.Asn1;

namespace Provider.Content.Certificates;

/// <summary>The fields of a certificate (X.509 DER; RFC 5280, section 4.1) that decide its place in a chain.</summary>
// .NET's loader refuses names that are not valid UTF-8, which other implementations write and read.
internal sealed record CertificateFields(
    ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Subject, ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte> PublicKey)
{
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag KeyIdentifier = new(TagClass.ContextSpecific, 0);

    /// <summary>The id of its key; null when it has none.</summary>
    public ReadOnlyMemory<byte>? SubjectKeyId { get; private init; }

    /// <summary>The id of its issuer's key; null when it has none.</summary>
    public ReadOnlyMemory<byte>? AuthorityKeyId { get; private init; }

    /// <summary>Whether it may issue others: by its basic constraints or, without them, if self-issued.</summary>
    public bool IsAuthority { get; private init; }

    /// <exception cref="AsnContentException">It is not one, or something follows it.</exception>
    public static CertificateFields Read(ReadOnlyMemory<byte> certificate)
    {
        var reader = new AsnReader(certificate, AsnEncodingRules.BER);
        var signed = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var fields = signed.ReadSequence();
        signed.ReadSequence();
        signed.ReadBitString(out _);
        if (fields.PeekTag() == Version)
        {
            fields.ReadEncodedValue();
        }

        fields.ReadInteger();
        fields.ReadSequence();
        var issuer = fields.ReadEncodedValue();
        fields.ReadSequence();
        var subject = fields.ReadEncodedValue();
        var read = new CertificateFields(certificate, subject, issuer, fields.ReadEncodedValue())
        {
            IsAuthority = issuer.Span.SequenceEqual(subject.Span),
        };
        while (fields.HasData && fields.PeekTag() != Extensions)
        {
            fields.ReadEncodedValue();
        }

        return fields.HasData ? read.With(fields.ReadSequence(Extensions).ReadSequence()) : read;
    }

    /// <summary>Whether another certificate is its issuer: by key ids where both have one, else by names.</summary>
    public bool IsIssuedBy(CertificateFields other) =>
        AuthorityKeyId is { } wanted && other.SubjectKeyId is { } given
            ? wanted.Span.SequenceEqual(given.Span)
            : Issuer.Span.SequenceEqual(other.Subject.Span);

    public bool IsCopyOf(CertificateFields other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    private CertificateFields With(AsnReader extensions)
    {
        var read = this;
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean)
            {
                extension.ReadBoolean();
            }

            read = read.With(oid, new AsnReader(extension.ReadOctetString(), AsnEncodingRules.BER));
        }

        return read;
    }

    private CertificateFields With(string oid, AsnReader value)
    {
        switch (oid)
        {
            case "2.5.29.14":
                return this with { SubjectKeyId = value.ReadOctetString() };
            case "2.5.29.35":
                var authority = value.ReadSequence();
                return authority.HasData && authority.PeekTag().HasSameClassAndValue(KeyIdentifier)
                    ? this with { AuthorityKeyId = authority.ReadOctetString(KeyIdentifier) }
                    : this;
            case "2.5.29.19":
                var constraints = value.ReadSequence();
                return this with
                {
                    IsAuthority = constraints.HasData && constraints.PeekTag() == Asn1Tag.Boolean
                        && constraints.ReadBoolean(),
                };
            default:
                return this;
        }
    }
}
