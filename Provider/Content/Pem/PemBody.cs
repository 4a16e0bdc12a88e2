using System.Formats.Asn1;
using Provider.Model;

namespace Provider.Content.Pem;

/// <summary>The bytes of a PEM block's body.</summary>
internal static class PemBody
{
    /// <summary>Whether the body has headers (RFC 1421), such as those of an encrypted key.</summary>
    public static bool HasHeaders(ReadOnlySpan<char> body) => body.Contains(':');

    /// <summary>Decodes a body with line ends of any kind, or the characters <c>\n</c> in their place.</summary>
    /// <exception cref="UnreadableContentException">It is encrypted, or not base64.</exception>
    public static byte[] Decode(string label, string body)
    {
        var text = body.Contains('\\', StringComparison.Ordinal)
            ? body.Replace(@"\r", "\n", StringComparison.Ordinal).Replace(@"\n", "\n", StringComparison.Ordinal)
            : body;
        if (HasHeaders(text))
        {
            text = WithoutHeaders(label, text);
        }

        try
        {
            var bytes = Convert.FromBase64String(text);
            return label == PemLabels.Certificate || !PemLabels.IsCertificate(label) ? bytes : First(bytes);
        }
        catch (Exception error) when (error is FormatException or AsnContentException)
        {
            throw new UnreadableContentException($"has a {label} block that is not valid base64");
        }
    }

    // A TRUSTED CERTIFICATE has trust settings after the certificate.
    private static byte[] First(byte[] bytes) =>
        new AsnReader(bytes, AsnEncodingRules.BER).PeekEncodedValue().ToArray();

    private static string WithoutHeaders(string label, string text)
    {
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw UnreadableContentException.Encrypted($"{label} block");
        }

        var lines = text.ReplaceLineEndings("\n").TrimStart('\n');
        return lines.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end ? lines[end..] : lines;
    }
}
