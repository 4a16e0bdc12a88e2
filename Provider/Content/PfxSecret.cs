using System.Collections.Immutable;
using System.Security.Cryptography;
using Provider.Content.Pem;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Content;

/// <summary>What becomes of a certificate that the vault holds as a PFX, in base64 text.</summary>
internal static class PfxSecret
{
    /// <summary>The PFX as it is, or as PEM: private keys, then certificates.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="value">The base64 text.</param>
    /// <param name="options">What the operator chose.</param>
    /// <exception cref="MountException">The text is not base64, or not of the entry's encoding.</exception>
    /// <exception cref="UnreadableContentException">The PFX has a password, or uses what is not supported.</exception>
    public static ObjectContent Make(ObjectEntry entry, string value, ContentOptions options)
    {
        var isVerbatim = entry.Format == ObjectFormat.Pfx;
        if (isVerbatim && !options.SeparateCertificateAndKey)
        {
            // Not even read, so that any PFX passes, whatever its password.
            return new ObjectContent(ValueDecoder.Decode(value, entry));
        }

        using var bundle = Read(entry, value);
        var (certificates, note) = options.ConstructPemChain ? Arranged(bundle.Certificates) : (bundle.Certificates, null);
        var certificateFile = PemWriter.Write(PemLabels.Certificate, certificates);
        var keyFile = PemWriter.Write(PemLabels.PrivateKey, [.. bundle.PrivateKeys.Select(key => (ReadOnlyMemory<byte>)key)]);
        var whole = isVerbatim ? ValueDecoder.Decode(value, entry) : ValueDecoder.Decode([.. keyFile, .. certificateFile], entry);
        if (options.SeparateCertificateAndKey)
        {
            return new ObjectContent(whole) { Certificate = certificateFile, PrivateKey = keyFile, Note = note };
        }

        CryptographicOperations.ZeroMemory(keyFile);
        return new ObjectContent(whole) { Note = note };
    }

    private static CertificateBundle Read(ObjectEntry entry, string value)
    {
        byte[] file;
        try
        {
            file = ValueDecoder.FromBase64(value);
        }
        catch (FormatException)
        {
            throw new MountException(ErrorCodes.ContentUndecodable, $"the value of {entry} is not base64 text, as a PFX is kept");
        }

        try
        {
            return PfxReader.Read(file);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    private static (ImmutableArray<ReadOnlyMemory<byte>> Certificates, string? Note) Arranged(
        ImmutableArray<ReadOnlyMemory<byte>> certificates) =>
        ChainOrder.Find(certificates) is { } order
            ? ([.. order.Select(place => certificates[place])], null)
            : (certificates, ChainOrder.Unknown);
}
