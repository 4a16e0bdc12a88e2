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

    /// <summary>A line with untrusted text in it: control characters as <c>\uXXXX</c>, all else as it is.</summary>
    public static string Line(string line)
    {
        var safe = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            if (IsUnsafe(rune))
            {
                Escape(safe, rune);
            }
            else
            {
                safe.Append(rune);
            }
        }

        return safe.ToString();
    }

    // Format characters can change the direction of a terminal's line, so they are escaped as control characters are.
    private static bool IsUnsafe(Rune rune) => Rune.IsControl(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    private static void Escape(StringBuilder text, Rune rune) =>
        text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");

    private static void Append(StringBuilder quoted, Rune rune)
    {
        if (IsUnsafe(rune))
        {
            Escape(quoted, rune);
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
