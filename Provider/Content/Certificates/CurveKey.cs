using System.Formats.Asn1;
using System.Numerics;

namespace Provider.Content.Certificates;

/// <summary>Gives elliptic-curve keys the exact length of RFC 5915, section 3: older Java and OpenSSL do not.</summary>
internal static class CurveKey
{
    private static readonly Asn1Tag Parameters = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <exception cref="AsnContentException">It is not a PrivateKeyInfo with an ECPrivateKey.</exception>
    public static ReadOnlyMemory<byte> InfoWithFullLength(ReadOnlyMemory<byte> info)
    {
        var fields = new AsnReader(info, AsnEncodingRules.BER).ReadSequence();
        fields.ReadInteger();
        var algorithm = fields.ReadEncodedValue();
        var key = fields.ReadOctetString();
        var full = WithFullLength(key, Curve(algorithm));
        if (full.Span.SequenceEqual(key))
        {
            return info;
        }

        var written = new AsnWriter(AsnEncodingRules.DER);
        using (written.PushSequence())
        {
            written.WriteInteger(0);
            written.WriteEncodedValue(algorithm.Span);
            written.WriteOctetString(full.Span);
        }

        return written.Encode();
    }

    /// <summary>An ECPrivateKey (RFC 5915) with the field's length.</summary>
    /// <exception cref="AsnContentException">It is not an ECPrivateKey.</exception>
    // curve: the curve's identifier; null where the key itself has it.
    public static ReadOnlyMemory<byte> WithFullLength(ReadOnlyMemory<byte> key, string? curve)
    {
        var fields = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
        var version = fields.ReadInteger();
        var octets = fields.ReadOctetString();
        var rest = new List<ReadOnlyMemory<byte>>();
        while (fields.HasData)
        {
            if (fields.PeekTag().HasSameClassAndValue(Parameters))
            {
                curve ??= Named(new AsnReader(fields.PeekContentBytes(), AsnEncodingRules.BER));
            }

            rest.Add(fields.ReadEncodedValue());
        }

        var length = FieldBytes(curve) ?? octets.Length;
        var trimmed = octets.AsSpan().TrimStart((byte)0);
        if (octets.Length == length || trimmed.Length > length)
        {
            return key;
        }

        var full = new byte[length];
        trimmed.CopyTo(full.AsSpan(length - trimmed.Length));
        return Write(version, full, rest);
    }

    private static byte[] Write(BigInteger version, byte[] octets, List<ReadOnlyMemory<byte>> rest)
    {
        var written = new AsnWriter(AsnEncodingRules.BER);
        using (written.PushSequence())
        {
            written.WriteInteger(version);
            written.WriteOctetString(octets);
            rest.ForEach(value => written.WriteEncodedValue(value.Span));
        }

        return written.Encode();
    }

    private static string? Curve(ReadOnlyMemory<byte> algorithm)
    {
        var fields = new AsnReader(algorithm, AsnEncodingRules.BER).ReadSequence();
        fields.ReadObjectIdentifier();
        return fields.HasData ? Named(fields) : null;
    }

    private static string? Named(AsnReader parameters) =>
        parameters.PeekTag() == Asn1Tag.ObjectIdentifier ? parameters.ReadObjectIdentifier() : null;

    private static int? FieldBytes(string? curve) => curve switch
    {
        "1.2.840.10045.3.1.7" or "1.3.132.0.10" => 32,
        "1.3.132.0.34" => 48,
        "1.3.132.0.35" => 66,
        _ => null,
    };
}
