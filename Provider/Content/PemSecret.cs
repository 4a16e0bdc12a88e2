using Provider.Content.Pem;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Content;

/// <summary>What becomes of a certificate that the vault holds as PEM text.</summary>
internal static class PemSecret
{
    /// <summary>The text as it is, or as a PFX; its certificates change places only where they are out of order.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="value">The text.</param>
    /// <param name="options">What the operator chose.</param>
    /// <exception cref="MountException">The text is not of the entry's encoding.</exception>
    /// <exception cref="UnreadableContentException">A block that is needed cannot be read.</exception>
    public static ObjectContent Make(ObjectEntry entry, string value, ContentOptions options)
    {
        var text = new PemText(value);
        string? note = null;
        if (options.ConstructPemChain)
        {
            (text, note) = Arranged(text);
        }

        var whole = entry.Format == ObjectFormat.Pfx ? Pfx(text) : text.Text;
        return new ObjectContent(ValueDecoder.Decode(whole, entry))
        {
            Certificate = options.SeparateCertificateAndKey ? text.CertificateFile() : null,
            PrivateKey = options.SeparateCertificateAndKey ? text.PrivateKeyFile() : null,
            Note = note,
        };
    }

    private static (PemText Text, string? Note) Arranged(PemText text)
    {
        try
        {
            return ChainOrder.Find(text.Certificates) switch
            {
                null => (text, ChainOrder.Unknown),
                { } order when ChainOrder.IsAsGiven(order) => (text, null),
                { } order => (text.Arranged(order), null),
            };
        }
        catch (UnreadableContentException)
        {
            // Text that is written as it is need not be understood.
            return (text, ChainOrder.Unknown);
        }
    }

    private static string Pfx(PemText text)
    {
        using var bundle = new CertificateBundle(text.PrivateKeys, text.Certificates);
        return Convert.ToBase64String(PfxWriter.Write(bundle));
    }
}
