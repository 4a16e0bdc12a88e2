using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>Reads PFX files (PKCS#12, RFC 7292) that have no password: private keys and certificates in the order of their bags.</summary>
/// <remarks>
/// .NET's own readers do not do: the loader turns the order around, and the one for parts does not say how much key derivation a
/// file asks for before doing it, nor how deep its bags nest.
/// </remarks>
internal static class PfxReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="UnreadableContentException">It has a password, is broken, or uses what is not supported.</exception>
    /// <exception cref="AsnContentException">It is no PFX.</exception>
    /// <exception cref="CryptographicException">A key in it is none that the runtime takes.</exception>
    /// <exception cref="PlatformNotSupportedException">A key in it is on a curve that the runtime does not have.</exception>
    public static CertificateBundle Read(ReadOnlyMemory<byte> file)
    {
        using var erasable = new Erasable();
        var budget = new IterationBudget();
        var fields = Asn1.Reader(file).ReadSequence();
        fields.ReadInteger();
        var content = erasable.Keep(Content(fields.ReadSequence()));
        if (fields.HasData)
        {
            return Read(content, PfxMac.Verify(fields, content, budget), budget, erasable);
        }

        try
        {
            return Read(content, PasswordForm.All[0], budget, erasable);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            // Without a MAC only the attempt tells which form of the password the file was written with.
            return Read(content, PasswordForm.All[1], budget, erasable);
        }
    }

    private static CertificateBundle Read(byte[] content, PasswordForm form, IterationBudget budget, Erasable erasable)
    {
        var bags = new PfxBags(form, budget, erasable);
        var safes = Asn1.Reader(content).ReadSequence();
        while (safes.HasData)
        {
            var safe = safes.ReadSequence();
            var type = safe.ReadObjectIdentifier();
            bags.Read(type switch
            {
                PfxOids.Data => erasable.Keep(Asn1.Explicit(safe).ReadOctetString()),
                PfxOids.EncryptedData => erasable.Keep(Decrypt(Asn1.Explicit(safe).ReadSequence(), form, budget)),
                _ => throw new UnreadableContentException($"has content of the type {type}, which is not supported"),
            });
        }

        return bags.ToBundle();
    }

    // EncryptedData: version, then type, algorithm and bytes of the content (RFC 2315, section 13).
    private static byte[] Decrypt(AsnReader encrypted, PasswordForm form, IterationBudget budget)
    {
        encrypted.ReadInteger();
        var info = encrypted.ReadSequence();
        info.ReadObjectIdentifier();
        var algorithm = info.ReadSequence();
        return PasswordCipher.Decrypt(algorithm, info.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)), form, budget);
    }

    private static byte[] Content(AsnReader info)
    {
        var type = info.ReadObjectIdentifier();
        return type == PfxOids.Data
            ? Asn1.Explicit(info).ReadOctetString()
            : throw new UnreadableContentException($"is signed rather than protected by a password ({type}), which is not supported");
    }
}
