using System.Formats.Asn1;

namespace Provider.Content.Pfx;

/// <summary>The shapes that come up again and again in the ASN.1 of a PFX.</summary>
internal static class Asn1
{
    /// <summary>The tag of a CONTENT or bag value: [0] EXPLICIT.</summary>
    public static Asn1Tag ExplicitTag { get; } = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>A reader for bytes that a stranger wrote. Windows writes BER here, so DER is not asked for.</summary>
    /// <param name="bytes">The bytes.</param>
    public static AsnReader Reader(ReadOnlyMemory<byte> bytes) => new(bytes, AsnEncodingRules.BER);

    /// <summary>What stands behind that tag.</summary>
    /// <param name="reader">At the tag.</param>
    public static AsnReader Explicit(AsnReader reader) => reader.ReadSequence(ExplicitTag);

    /// <summary>Writes an AlgorithmIdentifier whose parameters are NULL.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="oid">The algorithm.</param>
    public static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }

    /// <summary>A number that must fit.</summary>
    /// <param name="reader">At the number.</param>
    /// <exception cref="UnreadableContentException">It does not.</exception>
    public static int Int(AsnReader reader) =>
        reader.TryReadInt32(out var number) ? number : throw new UnreadableContentException("holds a number that is too large");
}
