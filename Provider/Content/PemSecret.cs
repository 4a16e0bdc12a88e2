using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Content;

/// <summary>Converts a certificate that the vault holds as PEM text.</summary>
internal static class PemSecret
{
    /// <summary>The text as it is, or as a PFX; certificates are reordered only where they need it.</summary>
    /// <exception cref="UnreadableContentException">
    /// A block that is needed cannot be read, or the text is not of the encoding.
    /// </exception>
    public static ObjectContent Make(CertificateConversion conversion, DerivationBudget budget)
    {
        var text = new PemText(conversion.Value.Reveal());
        string? order = null;
        if (conversion.Options.ConstructPemChain)
        {
            (text, order) = Arranged(text);
        }

        var whole = conversion.Format == ObjectFormat.Pfx
            ? Convert.ToBase64String(
                PfxWriter.Write(text.ToBundle(), conversion.PasswordForm, conversion.KeyAlias, budget))
            : text.Text;
        var content = new ObjectContent(ValueDecoder.Decode(whole, conversion.Encoding))
        {
            Notes = [.. Notes(conversion, text).Prepend(order).OfType<string>()],
        };
        return conversion.Options.SeparateCertificateAndKey
            ? SplitFiles.Add(content, text.CertificateFile(), text.PrivateKeyFile())
            : content;
    }

    // Text that is written unchanged loses nothing.
    private static IEnumerable<string?> Notes(CertificateConversion conversion, PemText text)
    {
        if (conversion.WritesPfx || conversion.Options.SeparateCertificateAndKey)
        {
            yield return text.LeftOut;
        }

        if (conversion.WritesPfx && text.KeyCount == 0)
        {
            yield return "has no private key, so its PFX holds certificates alone";
        }
    }

    private static (PemText Text, string? Note) Arranged(PemText text)
    {
        try
        {
            var (order, note) = CertificateOrder.Find(text.Certificates, () => text.PrivateKeys);
            return (ChainOrder.IsOriginal(order) ? text : text.Arranged(order), note);
        }
        catch (UnreadableContentException)
        {
            // Text that is written unchanged need not be valid.
            return (text, CertificateOrder.Unknown);
        }
    }
}
