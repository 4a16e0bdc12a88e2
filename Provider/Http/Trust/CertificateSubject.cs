using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Http.Trust;

/// <summary>Reads only the subject of a certificate, which is much cheaper than loading it.</summary>
internal static class CertificateSubject
{
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>A hash of the subject's DER; null if this is not a certificate.</summary>
    public static UInt128? KeyOf(byte[] certificate)
    {
        try
        {
            // RFC 5280, section 4.1: version, serial number, signature, issuer and validity come before the subject.
            var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (fields.PeekTag().HasSameClassAndValue(Version))
            {
                fields.ReadEncodedValue();
            }

            for (var skipped = 0; skipped < 4; skipped++)
            {
                fields.ReadEncodedValue();
            }

            return KeyOf(fields.ReadEncodedValue().Span);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>A hash of a name's DER. The names of authorities are compared byte by byte.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
