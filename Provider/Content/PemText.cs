using System.Collections.Immutable;
using System.Text;
using Provider.Content.Certificates;
using Provider.Content.Pem;
using Provider.Model;

namespace Provider.Content;

/// <summary>A value that is PEM text: its certificates and keys, and the text that it becomes.</summary>
internal sealed class PemText(string text)
{
    // Enough labels to find the cause.
    private const int MostLabels = 3;

    private readonly PemBlocks blocks = PemReader.Read(text);

    public string Text => text;

    /// <summary>The certificates, in DER, in the text's order.</summary>
    /// <exception cref="UnreadableContentException">A block is not base64.</exception>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates =>
        [.. CertificateBlocks.Select(block => (ReadOnlyMemory<byte>)Bytes(block))];

    /// <summary>The private keys, as PKCS#8, in the text's order.</summary>
    /// <exception cref="UnreadableContentException">A block is not a private key that the runtime can read.</exception>
    public ImmutableArray<byte[]> PrivateKeys =>
        [.. blocks.All.Where(block => PemLabels.IsPrivateKey(block.Label))
            .Select(block => PrivateKeyForms.ToPkcs8(block.Label, Bytes(block)))];

    /// <summary>How many blocks are private keys.</summary>
    public int KeyCount => blocks.All.Count(block => PemLabels.IsPrivateKey(block.Label));

    private IEnumerable<PemBlock> CertificateBlocks => blocks.All.Where(block => PemLabels.IsCertificate(block.Label));

    /// <summary>A note of the blocks that are in none of the files; null without such blocks.</summary>
    public string? LeftOut
    {
        get
        {
            var labels = blocks.All.Where(IsLeftOut).Select(block => block.Label).Distinct().ToList();
            if (!blocks.IsWhole)
            {
                labels.Insert(0, "one without its BEGIN or END line");
            }

            return labels.Count == 0 ? null : "has blocks that are left out: "
                + string.Join(", ", labels.Take(MostLabels))
                + (labels.Count > MostLabels ? " and others" : "");
        }
    }

    /// <exception cref="UnreadableContentException">A block that can hold one cannot be read.</exception>
    public CertificateBundle ToBundle()
    {
        Check();
        return new CertificateBundle(PrivateKeys, Certificates);
    }

    /// <summary>Refuses text that has certificates or keys which <see cref="ToBundle"/> would lose.</summary>
    /// <exception cref="UnreadableContentException">It has.</exception>
    public void Check()
    {
        if (blocks.All.FirstOrDefault(block => PemLabels.IsContainer(block.Label)) is { Label: { } label })
        {
            throw new UnreadableContentException(
                $"has a {label} block, which is not supported",
                "Store its certificates as CERTIFICATE blocks, for example with openssl pkcs7 -print_certs.");
        }

        if (!blocks.IsWhole)
        {
            throw new UnreadableContentException(
                "has a PEM block without its BEGIN or END line",
                "Import the certificate into the vault again: a part of its text is missing.");
        }
    }

    /// <summary>The text with its certificates in another order and everything else unchanged.</summary>
    // order: the index of the certificate for each place.
    public PemText Arranged(ImmutableArray<int> order)
    {
        var certificates = CertificateBlocks.ToArray();
        var arranged = new StringBuilder(text.Length);
        var end = 0;
        for (var place = 0; place < certificates.Length; place++)
        {
            // Only the blocks are moved; the line ends between them stay as they are.
            arranged.Append(text.AsSpan()[end..certificates[place].Text.Start.Value]);
            arranged.Append(text.AsSpan()[certificates[order[place]].Text]);
            end = certificates[place].Text.End.Value;
        }

        return new PemText(arranged.Append(text.AsSpan()[end..]).ToString());
    }

    /// <summary>The certificates' blocks alone; those that are not base64 are left out.</summary>
    public byte[] CertificateFile() => PemWriter.Write(
        PemLabels.Certificate,
        [.. CertificateBlocks.Select(TryBytes).OfType<byte[]>().Select(der => (ReadOnlyMemory<byte>)der)]);

    /// <summary>The private keys' blocks alone, unchanged; those that are not base64 are left out.</summary>
    public byte[] PrivateKeyFile()
    {
        using var file = new MemoryStream();
        foreach (var block in blocks.All.Where(block => PemLabels.IsOfPrivateKey(block.Label)))
        {
            // A block with headers (RFC 1421, an encrypted key) cannot be read without them, so it is left unchanged.
            file.Write(PemBody.HasHeaders(text.AsSpan()[block.Body])
                ? Encoding.UTF8.GetBytes(text[block.Text].ReplaceLineEndings("\n") + "\n")
                : TryBytes(block) is { } key ? PemWriter.Write(block.Label, [key]) : []);
        }

        return file.ToArray();
    }

    private bool IsLeftOut(PemBlock block) =>
        PemLabels.IsCertificate(block.Label) ? TryBytes(block) is null
        : !PemLabels.IsOfPrivateKey(block.Label)
            || (!PemBody.HasHeaders(text.AsSpan()[block.Body]) && TryBytes(block) is null);

    // The Go provider's PEM reader skips what is not a block.
    private byte[]? TryBytes(PemBlock block)
    {
        try
        {
            return Bytes(block);
        }
        catch (UnreadableContentException)
        {
            return null;
        }
    }

    private byte[] Bytes(PemBlock block) => PemBody.Decode(block.Label, text[block.Body]);
}
