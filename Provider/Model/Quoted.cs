using System.Globalization;
using System.Text;

namespace Provider.Model;

/// <summary>Untrusted text made safe for a message: short, in quotes, on one line.</summary>
internal static class Quoted
{
    private const int Longest = 64;

    /// <summary>The text in double quotes, at most 64 characters; control characters as <c>\uXXXX</c>.</summary>
    public static string Text(string text) => Text(text, Longest);

    /// <summary>The text in double quotes, at most <c>longest</c> characters.</summary>
    public static string Text(string text, int longest)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, longest)).EnumerateRunes())
        {
            Append(quoted, rune);
        }

        return quoted.Append(text.Length > longest ? "...\"" : "\"").ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        // Format characters can change the direction of a terminal's line, so they are escaped as control characters
        // are.
        if (Rune.IsControl(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator)
        {
            quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
        else if (rune.Value is '"' or '\\')
        {
            quoted.Append('\\').Append(rune);
        }
        else
        {
            quoted.Append(rune);
        }
    }
}
