using System.Collections.Immutable;
using System.Formats.Asn1;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>A PFX (PKCS#12, RFC 7292) before anything in it is decrypted.</summary>
// Content: what the MAC covers.
// Mac: null where it has none.
internal sealed record PfxFile(byte[] Content, PfxMac? Mac, ImmutableArray<PfxSafe> Safes)
{
    private readonly ImmutableArray<PfxBag> clearBags =
        [.. Safes.Where(safe => safe.Cipher is null).SelectMany(safe => PfxBags.Read(safe.Bytes))];

    /// <summary>Rounds that the headers require, in <see cref="DerivationBudget"/>'s units.</summary>
    // For one form of the password. Keys that are encrypted twice are counted when their safe is decrypted, as further
    // forms are.
    public long Cost => (Mac?.Cost ?? 0) + ContentCost;

    /// <summary>The number of keys outside encrypted safes; in the files of common programs, all.</summary>
    public int Keys => clearBags.Count(bag => bag.IsKey);

    /// <summary>Whether a wrong password may be the cause when only the content fails.</summary>
    public bool MayHavePassword => Mac is null && ContentCost > 0;

    private long ContentCost =>
        Safes.Sum(safe => safe.Cipher?.Cost ?? 0) + clearBags.Sum(bag => bag.Cipher?.Cost ?? 0);

    /// <exception cref="UnreadableContentException">It uses what is not supported.</exception>
    /// <exception cref="AsnContentException">It is not a PFX.</exception>
    public static PfxFile Parse(ReadOnlyMemory<byte> file)
    {
        var fields = Asn1.Reader(file).ReadSequence();
        fields.ReadInteger();
        var content = ReadContent(fields.ReadSequence());
        var mac = fields.HasData ? PfxMac.Read(fields) : null;
        var safes = ImmutableArray.CreateBuilder<PfxSafe>();
        for (var list = Asn1.Reader(content).ReadSequence(); list.HasData;)
        {
            safes.Add(Safe(list.ReadSequence()));
        }

        return new PfxFile(content, mac, safes.ToImmutable());
    }

    private static PfxSafe Safe(AsnReader safe)
    {
        var type = safe.ReadObjectIdentifier();
        return type switch
        {
            PfxOids.Data => new PfxSafe(Asn1.Explicit(safe).ReadOctetString(), Cipher: null),
            PfxOids.EncryptedData => Encrypted(Asn1.Explicit(safe).ReadSequence()),
            _ => throw new UnreadableContentException($"has content of the type {type}, which is not supported"),
        };
    }

    // EncryptedData: version, then type, algorithm and bytes of the content (RFC 2315, section 13).
    private static PfxSafe Encrypted(AsnReader encrypted)
    {
        encrypted.ReadInteger();
        var info = encrypted.ReadSequence();
        info.ReadObjectIdentifier();
        var cipher = PasswordCipher.Read(info.ReadSequence());
        return new PfxSafe(info.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)), cipher);
    }

    private static byte[] ReadContent(AsnReader info)
    {
        var type = info.ReadObjectIdentifier();
        return type == PfxOids.Data
            ? Asn1.Explicit(info).ReadOctetString()
            : throw new UnreadableContentException(
                $"is signed rather than protected by a password ({type}), which is not supported");
    }
}

/// <summary>Bags, encrypted together if there is a cipher.</summary>
internal sealed record PfxSafe(byte[] Bytes, PasswordCipher? Cipher);
