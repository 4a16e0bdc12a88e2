using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Finds text that is probably unintended: invisible characters, templates and placeholders.</summary>
internal static partial class TextRules
{
    /// <summary>Whether a name has a mistake, which then explains its other problems.</summary>
    public static bool CheckName(string text, TextPosition position, string place, FindingList findings)
    {
        if (FirstHidden(text) is not { } hidden)
        {
            return false;
        }

        findings.Add(
            FindingCodes.HiddenCharacter, position, place,
            string.Create(CultureInfo.InvariantCulture, $"has the character U+{hidden.Value:X4}, which cannot be seen"),
            "Delete the character, or type the text again.");
        return true;
    }

    /// <summary>Whether a value has a mistake, which then explains its other problems.</summary>
    public static bool CheckValue(string text, TextPosition position, string place, FindingList findings)
    {
        if (CheckName(text, position, place, findings))
        {
            return true;
        }

        if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal))
        {
            findings.Add(
                FindingCodes.Template, position, place, $"{Quoted.Text(text)} is a template that was not rendered",
                "Render it first.");
            return true;
        }

        if (text.Length <= 256 && Placeholder().IsMatch(text))
        {
            findings.Add(
                FindingCodes.Placeholder, position, place,
                $"{Quoted.Text(text)} is a placeholder that was not replaced", "Write the value itself.");
            return true;
        }

        return false;
    }

    /// <summary>The first invisible character; a byte-order mark at the start is ignored.</summary>
    private static Rune? FirstHidden(string text)
    {
        foreach (var rune in text.TrimStart('\ufeff').EnumerateRunes())
        {
            var isHidden = Rune.GetUnicodeCategory(rune) switch
            {
                // Zero-width and direction marks; a soft hyphen.
                UnicodeCategory.Format => true,
                UnicodeCategory.Control => rune.Value is not ('\t' or '\n' or '\r'),
                UnicodeCategory.SpaceSeparator => rune.Value != ' ',
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
                _ => rune == Rune.ReplacementChar,
            };
            if (isHidden)
            {
                return rune;
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"\A\s*(<[^<>]+>|\[[^\[\]]+\]|\$\{[^}]*\}.*|\$\([^)]*\).*|\$[A-Za-z_][A-Za-z0-9_]*"
        + @"|%[A-Za-z_]+%|__\w+__|#\{[^}]*\}#?|@@?[\w-]+@@?"
        + @"|[xX0]{8}-[xX0]{4}-[xX0]{4}-[xX0]{4}-[xX0]{12}|[xX]{3,}|\.\.\.|\?+|(your|replace|insert|enter|fill)[-_ "
        + @"].*|(change|replace)[-_ ]?(me|this)"
        + @"|to[-_ ]?do|tbd|placeholder|(client|tenant|vault|key-?vault|identity)[-_ ]?(id|name)|guid|uuid)\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
