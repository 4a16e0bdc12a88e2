using System.Collections.Immutable;
using Provider.Content.Certificates;
using Provider.Content.Pem;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Content;

/// <summary>Converts a certificate that the vault holds as a PFX, in base64 text.</summary>
internal static class PfxSecret
{
    private const string NoKey = "has a PFX without a private key, so its file holds certificates alone";

    /// <summary>The PFX as it is, or as PEM: private keys, then certificates.</summary>
    /// <exception cref="UnreadableContentException">The PFX has a password, or uses what is not supported.</exception>
    public static ObjectContent Make(CertificateConversion conversion, DerivationBudget budget)
    {
        var isVerbatim = conversion.Format == ObjectFormat.Pfx;
        if (!isVerbatim && conversion.Encoding != ObjectEncoding.Utf8)
        {
            throw IsPem(conversion.Encoding);
        }

        if (conversion.WritesPfx)
        {
            return Rewritten(conversion, budget);
        }

        try
        {
            var bundle = Read(conversion, budget);
            return bundle.IsEmpty
                ? throw UnreadableContentException.Empty()
                : isVerbatim
                    ? Split(Verbatim(conversion), bundle, conversion.Options)
                    : Pem(bundle, conversion.Options);
        }
        catch (Exception error)
            when ((isVerbatim || conversion.IsOptional) && CertificateConversion.IsUnreadable(error))
        {
            return Verbatim(conversion) with { Notes = [Unread(isVerbatim, CertificateConversion.Reason(error))] };
        }
    }

    private static CertificateBundle Read(CertificateConversion conversion, DerivationBudget budget) =>
        PfxReader.Read(ValueDecoder.FromBase64(conversion.Value.Reveal()), conversion.PasswordForm, budget);

    private static ObjectContent Rewritten(CertificateConversion conversion, DerivationBudget budget)
    {
        var bundle = Read(conversion, budget);
        var (certificates, note) = Arranged(bundle, conversion.Options);
        var file = PfxWriter.Write(
            bundle with { Certificates = certificates }, conversion.PasswordForm, conversion.KeyAlias, budget);
        return new ObjectContent(ValueDecoder.Decode(Convert.ToBase64String(file), conversion.Encoding))
        {
            Notes = note is null ? [] : [note],
        };
    }

    private static ObjectContent Pem(CertificateBundle bundle, ContentOptions options)
    {
        var (certificates, note) = Arranged(bundle, options);
        var certificateFile = PemWriter.Write(PemLabels.Certificate, certificates);
        var keyFile =
            PemWriter.Write(PemLabels.PrivateKey, [.. bundle.PrivateKeys.Select(key => (ReadOnlyMemory<byte>)key)]);
        ImmutableArray<string> notes = note is null ? [] : [note];
        var content = new ObjectContent([.. keyFile, .. certificateFile]);
        return options.SeparateCertificateAndKey
            ? SplitFiles.Add(content with { Notes = notes }, certificateFile, keyFile)
            : content with { Notes = keyFile.Length == 0 ? notes.Add(NoKey) : notes };
    }

    private static ObjectContent Split(ObjectContent content, CertificateBundle bundle, ContentOptions options)
    {
        var pem = Pem(bundle, options);
        return content with { Certificate = pem.Certificate, PrivateKey = pem.PrivateKey, Notes = pem.Notes };
    }

    private static ObjectContent Verbatim(CertificateConversion conversion) =>
        new(ValueDecoder.Decode(conversion.Value.Reveal(), conversion.Encoding));

    private static string Unread(bool isVerbatim, string reason) => isVerbatim
        ? $"is written as it is, without .crt and .key files: its PFX {reason}"
        : $"is written as it is: its PFX {reason}";

    private static UnreadableContentException IsPem(ObjectEncoding encoding) => UnreadableContentException.Undecodable(
        $"becomes PEM text, which is not {(encoding == ObjectEncoding.Hex ? "hex" : "base64")} text",
        encoding == ObjectEncoding.Base64
            ? "Add objectFormat: pfx to the entry to get the PFX as bytes, or remove objectEncoding to get PEM."
            : "Remove objectEncoding from the entry.");

    private static (ImmutableArray<ReadOnlyMemory<byte>> Certificates, string? Note) Arranged(
        CertificateBundle bundle, ContentOptions options)
    {
        if (!options.ConstructPemChain)
        {
            return (bundle.Certificates, null);
        }

        var (order, note) = CertificateOrder.Find(bundle.Certificates, () => bundle.PrivateKeys);
        return ([.. order.Select(place => bundle.Certificates[place])], note);
    }
}
