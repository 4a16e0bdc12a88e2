using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Provider.Telemetry;

/// <summary>Escapes what could change how a terminal shows a line, such as bidirectional characters.</summary>
// The relaxed encoder leaves format characters (category Cf) as they are. Letters of every script stay readable.
internal sealed unsafe class LogEncoder : JavaScriptEncoder
{
    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => Relaxed.WillEncode(unicodeScalar) || IsFormat(unicodeScalar);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var place = 0;
        foreach (var rune in new ReadOnlySpan<char>(text, textLength).EnumerateRunes())
        {
            // A lone surrogate is enumerated as U+FFFD; it must be encoded, and U+FFFD itself may be.
            if (rune == Rune.ReplacementChar || WillEncode(rune.Value))
            {
                return place;
            }

            place += rune.Utf16SequenceLength;
        }

        return -1;
    }

    public override bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!IsFormat(unicodeScalar))
        {
            return Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        }

        var target = new Span<char>(buffer, bufferLength);
        numberOfCharactersWritten = 0;
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..new Rune(unicodeScalar).EncodeToUtf16(units)])
        {
            var rest = target[numberOfCharactersWritten..];
            if (!rest.TryWrite(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}", out var written))
            {
                numberOfCharactersWritten = 0;
                return false;
            }

            numberOfCharactersWritten += written;
        }

        return true;
    }

    private static bool IsFormat(int scalar) =>
        Rune.IsValid(scalar) && Rune.GetUnicodeCategory(new Rune(scalar)) == UnicodeCategory.Format;
}
