using System.Buffers;
using System.Text;
using Provider.Model;

namespace Provider.Content;

/// <summary>Decodes a value's text by the entry's encoding.</summary>
internal static class ValueDecoder
{
    private const char ByteOrderMark = '\uFEFF';

    private static readonly SearchValues<char> Base64Text =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    private static readonly SearchValues<char> UrlSafe = SearchValues.Create("-_");
    private static readonly SearchValues<char> Blank = SearchValues.Create(" \t");

    /// <exception cref="UnreadableContentException">The text is not of that encoding.</exception>
    public static byte[] Decode(string value, ObjectEncoding encoding)
    {
        switch (encoding)
        {
            case ObjectEncoding.Base64:
                return FromBase64(value);
            case ObjectEncoding.Hex:
                try
                {
                    return Convert.FromHexString(value);
                }
                catch (FormatException)
                {
                    throw UnreadableContentException.Undecodable($"is not hex text: {HexFault(value)}");
                }

            default:
                return Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>Decodes a value's base64 text (RFC 4648, section 4): padded, with line ends anywhere.</summary>
    /// <exception cref="UnreadableContentException">It is not such text.</exception>
    // Go's decoder, which existing values were written for, skips CR and LF and nothing else; .NET's skips blanks and
    // tabs too.
    public static byte[] FromBase64(string value)
    {
        try
        {
            return value.AsSpan().ContainsAnyExcept(Base64Text)
                ? throw new FormatException()
                : Convert.FromBase64String(value);
        }
        catch (FormatException)
        {
            throw UnreadableContentException.Undecodable($"is not base64 text: {Base64Fault(value)}");
        }
    }

    private static string Base64Fault(string value) => value.AsSpan() switch
    {
        [ByteOrderMark, ..] => "it begins with a byte-order mark",
        var text when text.StartsWith("-----BEGIN ", StringComparison.Ordinal) => "it is PEM",
        var text when text.ContainsAny(Blank) => "it contains a blank or a tab",
        var text when text.ContainsAny(UrlSafe) && IsBase64(value.Replace('-', '+').Replace('_', '/')) =>
            "it has the letters of the URL-safe alphabet, - and _, in place of + and /",
        var text when text.ContainsAnyExcept(Base64Text) => "it contains a character that is not in the alphabet",
        _ when IsBase64(value) && !value.Contains('=', StringComparison.Ordinal) =>
            "its padding, = at the end, is missing",
        _ => "its length or its padding is wrong",
    };

    private static bool IsBase64(string text)
    {
        var letters = text.Count(letter => letter is not ('\r' or '\n' or '='));
        return !text.AsSpan().ContainsAnyExcept(Base64Text) && letters % 4 != 1;
    }

    private static string HexFault(string value) =>
        value.StartsWith(ByteOrderMark) ? "it begins with a byte-order mark"
        : value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? "it begins with 0x"
        : value.Any(char.IsWhiteSpace) ? "it contains a blank or a line end"
        : value.All(char.IsAsciiHexDigit) ? "it has an odd number of digits"
        : "it contains a character that is not a hexadecimal digit";
}
