using System.Globalization;

namespace Provider.Arguments;

/// <summary>Numbers and booleans as Go's <c>strconv</c> reads them; null where it returns an error.</summary>
internal static class GoNumber
{
    /// <summary>A 64-bit integer, its base by prefix: <c>0x</c>, <c>0o</c>, <c>0b</c>, <c>0</c> for octal.</summary>
    public static long? ReadInteger(string text)
    {
        var isNegative = text.StartsWith('-');
        if (ReadUnsigned(isNegative || text.StartsWith('+') ? text[1..] : text) is not { } number)
        {
            return null;
        }

        return isNegative
            ? number > (ulong)long.MaxValue + 1 ? null : unchecked(-(long)number)
            : number > long.MaxValue ? null : (long)number;
    }

    /// <summary>An unsigned 64-bit integer, with prefixes as in <see cref="ReadInteger"/>. It has no sign.</summary>
    public static ulong? ReadUnsigned(string text)
    {
        var (numberBase, digits) = Split(text);
        ulong number = 0;
        foreach (var letter in digits)
        {
            if (letter == '_')
            {
                continue;
            }

            if (!char.IsAsciiHexDigit(letter)
                || Convert.ToUInt32(letter.ToString(), 16) is var digit && digit >= numberBase)
            {
                return null;
            }

            if (Math.BigMul(number, numberBase, out var next) != 0 || ulong.MaxValue - next < digit)
            {
                return null;
            }

            number = next + digit;
        }

        return text.Length > 0 && HasGoodUnderscores(text) ? number : null;
    }

    /// <summary>A decimal 32-bit integer, the form of klog's <c>-v</c>: a leading zero has no meaning.</summary>
    public static int? ReadDecimal(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A boolean in one of Go's twelve spellings.</summary>
    public static bool? ReadBoolean(string text) => text switch
    {
        "1" or "t" or "T" or "TRUE" or "true" or "True" => true,
        "0" or "f" or "F" or "FALSE" or "false" or "False" => false,
        _ => null,
    };

    private static (uint Base, string Digits) Split(string text) => text switch
    {
        ['0', 'x' or 'X', _, ..] => (16, text[2..]),
        ['0', 'o' or 'O', _, ..] => (8, text[2..]),
        ['0', 'b' or 'B', _, ..] => (2, text[2..]),
        ['0', ..] => (8, text[1..]),
        _ => (10, text),
    };

    // An underscore must be between digits, or between the base's prefix and a digit.
    private static bool HasGoodUnderscores(string text)
    {
        var hasPrefix = text is ['0', 'x' or 'X' or 'o' or 'O' or 'b' or 'B', ..];
        var isAfterDigit = hasPrefix;
        foreach (var letter in hasPrefix ? text[2..] : text)
        {
            if (letter == '_' && !isAfterDigit)
            {
                return false;
            }

            isAfterDigit = letter != '_';
        }

        return isAfterDigit;
    }
}
