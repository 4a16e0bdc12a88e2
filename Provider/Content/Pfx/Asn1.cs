using System.Formats.Asn1;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Reads and writes ASN.1 elements that are frequent in a PFX.</summary>
internal static class Asn1
{
    /// <summary>The tag of a CONTENT or bag value: [0] EXPLICIT.</summary>
    public static Asn1Tag ExplicitTag { get; } = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>A reader for untrusted bytes. Windows writes BER here, so DER is not required.</summary>
    public static AsnReader Reader(ReadOnlyMemory<byte> bytes) => new(bytes, AsnEncodingRules.BER);

    public static AsnReader Explicit(AsnReader reader) => reader.ReadSequence(ExplicitTag);

    /// <summary>Writes an AlgorithmIdentifier whose parameters are NULL.</summary>
    public static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }

    /// <summary>A number that must fit into 32 bits.</summary>
    /// <exception cref="UnreadableContentException">It does not fit.</exception>
    public static int Int(AsnReader reader) =>
        reader.TryReadInt32(out var number)
            ? number
            : throw new UnreadableContentException("holds a number that is too large");
}
