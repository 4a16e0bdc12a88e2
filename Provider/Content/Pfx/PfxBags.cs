using System.Collections.Immutable;
using System.Formats.Asn1;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>The keys and certificates of a PFX (RFC 7292, section 4.2) in file order, still encrypted.</summary>
internal static class PfxBags
{
    // More than fit into 25 KB, the limit of a secret; each key and certificate takes time to import.
    private const int MostBags = 200;
    private const int Deepest = 4;

    /// <exception cref="UnreadableContentException">
    /// There are too many bags, or one uses what is not supported.
    /// </exception>
    public static ImmutableArray<PfxBag> Read(ReadOnlyMemory<byte> contents)
    {
        var bags = ImmutableArray.CreateBuilder<PfxBag>();
        Read(Asn1.Reader(contents), depth: 0, bags);
        return bags.ToImmutable();
    }

    public static void CheckCount(int count)
    {
        if (count > MostBags)
        {
            throw new UnreadableContentException($"holds more than {MostBags} keys and certificates");
        }
    }

    private static void Read(AsnReader contents, int depth, ImmutableArray<PfxBag>.Builder bags)
    {
        var items = contents.ReadSequence();
        while (items.HasData)
        {
            Bag(items.ReadSequence(), depth, bags);
            CheckCount(bags.Count);
        }
    }

    // Bags of other types, such as revocation lists and secrets, are ignored.
    private static void Bag(AsnReader bag, int depth, ImmutableArray<PfxBag>.Builder bags)
    {
        var type = bag.ReadObjectIdentifier();
        var value = Asn1.Explicit(bag);
        switch (type)
        {
            case PfxOids.KeyBag:
                bags.Add(new PfxBag(IsKey: true, value.ReadEncodedValue()));
                break;
            case PfxOids.ShroudedKeyBag:
                var encrypted = value.ReadSequence();
                var cipher = PasswordCipher.Read(encrypted.ReadSequence());
                bags.Add(new PfxBag(IsKey: true, encrypted.ReadOctetString()) { Cipher = cipher });
                break;
            case PfxOids.CertificateBag:
                var certificate = value.ReadSequence();
                if (certificate.ReadObjectIdentifier() == PfxOids.X509Certificate)
                {
                    bags.Add(new PfxBag(IsKey: false, Asn1.Explicit(certificate).ReadOctetString()));
                }

                break;
            case PfxOids.NestedBags when depth == Deepest:
                throw new UnreadableContentException("has too many nested bags");
            case PfxOids.NestedBags:
                Read(value, depth + 1, bags);
                break;
        }
    }
}

/// <summary>A private key, as PKCS#8, or a certificate, in DER.</summary>
internal sealed record PfxBag(bool IsKey, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How the key is encrypted; null where it is not.</summary>
    public PasswordCipher? Cipher { get; init; }
}
