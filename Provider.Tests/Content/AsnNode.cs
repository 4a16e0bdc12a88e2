using System.Formats.Asn1;

namespace Provider.Tests.Content;

/// <summary>A value of ASN.1 that can be changed while the lengths around it stay right.</summary>
internal sealed class AsnNode
{
    private readonly List<AsnNode> children = [];
    private readonly Asn1Tag tag;
    private readonly bool isRoot;
    private byte[] content = [];

    private AsnNode(Asn1Tag tag, bool isRoot = false) => (this.tag, this.isRoot) = (tag, isRoot);

    /// <summary>The values without others in them, of which there are always some.</summary>
    public IEnumerable<AsnNode> Leaves => children.Count == 0 ? [this] : children.SelectMany(child => child.Leaves);

    /// <summary><c>der</c>: values one after the other; those inside OCTET STRINGs are found as well.</summary>
    public static AsnNode Parse(byte[] der) => Fill(new AsnNode(Asn1Tag.Sequence, isRoot: true), der);

    public bool Is(ReadOnlySpan<byte> value) => content.AsSpan().SequenceEqual(value);

    public void Change(Func<byte[], byte[]> change) => content = change(content);

    public byte[] Encode()
    {
        var value = children.Count == 0 ? content : [.. children.SelectMany(child => child.Encode())];
        if (isRoot)
        {
            return value;
        }

        // The writer checks tag against content, so the length is that of an OCTET STRING, whose tag is replaced.
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(value);
        var encoded = writer.Encode();
        tag.Encode(encoded);
        return encoded;
    }

    private static AsnNode Fill(AsnNode node, byte[] bytes)
    {
        node.content = bytes;
        if (node.isRoot || node.tag.IsConstructed || node.tag.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            node.children.AddRange(TryRead(bytes));
        }

        return node;
    }

    private static List<AsnNode> TryRead(byte[] bytes)
    {
        var nodes = new List<AsnNode>();
        var rest = bytes.AsMemory();
        while (!rest.IsEmpty)
        {
            if (!AsnDecoder.TryReadEncodedValue(
                rest.Span, AsnEncodingRules.DER, out var tag, out var offset, out var length, out var consumed))
            {
                return [];
            }

            nodes.Add(Fill(new AsnNode(tag), rest.Span.Slice(offset, length).ToArray()));
            rest = rest[consumed..];
        }

        return nodes;
    }
}
