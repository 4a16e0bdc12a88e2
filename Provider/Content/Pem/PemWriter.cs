using System.Security.Cryptography;
using System.Text;

namespace Provider.Content.Pem;

/// <summary>Writes PEM blocks as Go and OpenSSL do: 64 columns, LF, also after the last END line, no headers.</summary>
internal static class PemWriter
{
    public static byte[] Write(string label, IReadOnlyList<ReadOnlyMemory<byte>> blocks)
    {
        var text = new byte[blocks.Sum(block => PemEncoding.GetEncodedSize(label.Length, block.Length) + 1)];
        var end = 0;
        foreach (var block in blocks)
        {
            PemEncoding.TryWriteUtf8(Encoding.ASCII.GetBytes(label), block.Span, text.AsSpan(end), out var written);
            end += written;
            text[end++] = (byte)'\n';
        }

        return text;
    }
}
