using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Provider.Content.Pem;

/// <summary>A value that is PEM text: its certificates and keys, and the text that it becomes.</summary>
/// <param name="text">The value.</param>
internal sealed class PemText(string text)
{
    private readonly ImmutableArray<PemBlock> blocks = PemReader.Read(text);

    /// <summary>The value itself.</summary>
    public string Text => text;

    /// <summary>The certificates, in DER, in the text's order.</summary>
    /// <exception cref="UnreadableContentException">A block is not base64.</exception>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates =>
        [.. Certificate().Select(block => (ReadOnlyMemory<byte>)Bytes(block))];

    /// <summary>The private keys, as PKCS#8, in the text's order. They are the caller's to erase.</summary>
    /// <exception cref="UnreadableContentException">A block is no private key that the runtime knows.</exception>
    public ImmutableArray<byte[]> PrivateKeys =>
        [.. blocks.Where(block => block.Label.EndsWith(PemLabels.PrivateKey, StringComparison.Ordinal)).Select(PrivateKey)];

    /// <summary>The text with its certificates in another order; everything else stays where it is.</summary>
    /// <param name="order">For each place of a certificate, which of them is to stand there.</param>
    public PemText Arranged(ImmutableArray<int> order)
    {
        var certificates = Certificate().ToArray();
        var arranged = new StringBuilder(text.Length);
        var end = 0;
        for (var place = 0; place < certificates.Length; place++)
        {
            // Only the blocks change places, so that the line ends between them stay whatever they are.
            arranged.Append(text.AsSpan()[end..certificates[place].Text.Start.Value]);
            arranged.Append(text.AsSpan()[certificates[order[place]].Text]);
            end = certificates[place].Text.End.Value;
        }

        return new PemText(arranged.Append(text.AsSpan()[end..]).ToString());
    }

    /// <summary>The certificates' blocks alone.</summary>
    public byte[] CertificateFile() => Written(Certificate());

    /// <summary>The private keys' blocks alone, in the form they have.</summary>
    public byte[] PrivateKeyFile() => Written(blocks.Where(block => PemLabels.IsPrivateKey(block.Label)));

    private IEnumerable<PemBlock> Certificate() => blocks.Where(block => block.Label == PemLabels.Certificate);

    private byte[] Written(IEnumerable<PemBlock> some)
    {
        using var file = new MemoryStream();
        foreach (var block in some)
        {
            // A block with headers (RFC 1421, an encrypted key) means nothing without them, so it is left as it is written.
            var written = text.AsSpan()[block.Body].Contains(':')
                ? Encoding.UTF8.GetBytes(text[block.Text].ReplaceLineEndings("\n") + "\n")
                : PemWriter.Write(block.Label, [Bytes(block)]);
            file.Write(written);
        }

        return file.ToArray();
    }

    private byte[] PrivateKey(PemBlock block)
    {
        var bytes = Bytes(block);
        try
        {
            return PrivateKeyForms.ToPkcs8(block.Label, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private byte[] Bytes(PemBlock block)
    {
        try
        {
            return Convert.FromBase64String(text[block.Body]);
        }
        catch (FormatException)
        {
            throw new UnreadableContentException("has a PEM block that is not base64");
        }
    }
}
