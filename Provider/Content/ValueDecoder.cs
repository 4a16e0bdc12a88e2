using System.Buffers;
using System.Text;
using Provider.Model;

namespace Provider.Content;

/// <summary>Turns a value's text into the bytes that the entry's encoding says it spells.</summary>
internal static class ValueDecoder
{
    private static readonly SearchValues<char> Base64Text =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    /// <summary>Decodes a value.</summary>
    /// <param name="value">The text.</param>
    /// <param name="entry">The entry, for its encoding and for the error's sake.</param>
    /// <exception cref="MountException">The text is not of that encoding. The message does not quote it.</exception>
    public static byte[] Decode(string value, ObjectEntry entry) => entry.Encoding switch
    {
        ObjectEncoding.Hex => Decode(value, entry, "hex", Convert.FromHexString),
        ObjectEncoding.Base64 => Decode(value, entry, "base64", FromBase64),
        _ => Encoding.UTF8.GetBytes(value),
    };

    /// <summary>Decodes text that was made here, so that what holds a private key need not become a string.</summary>
    /// <param name="text">The text in UTF-8; in that encoding it is the result.</param>
    /// <param name="entry">The entry, for its encoding and for the error's sake.</param>
    /// <exception cref="MountException">The text is not of that encoding.</exception>
    public static byte[] Decode(byte[] text, ObjectEntry entry) =>
        entry.Encoding == ObjectEncoding.Utf8 ? text : Decode(Encoding.UTF8.GetString(text), entry);

    /// <summary>Decodes the base64 text (RFC 4648, section 4) of a value.</summary>
    /// <param name="value">The text: padded, with line ends anywhere.</param>
    /// <exception cref="FormatException">It is anything else.</exception>
    // Go's decoder, which existing values were written for, skips CR and LF and nothing else; .NET's skips blanks and tabs too.
    public static byte[] FromBase64(string value) =>
        value.AsSpan().ContainsAnyExcept(Base64Text) ? throw new FormatException() : Convert.FromBase64String(value);

    private static byte[] Decode(string value, ObjectEntry entry, string encoding, Func<string, byte[]> decode)
    {
        try
        {
            return decode(value);
        }
        catch (FormatException)
        {
            throw new MountException(ErrorCodes.ContentUndecodable, $"the value of {entry} is not {encoding} text");
        }
    }
}
