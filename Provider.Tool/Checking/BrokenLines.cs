using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Finds mistakes of one line that a parser notices in another one.</summary>
internal static partial class BrokenLines
{
    // A quote that is not closed ends at the next one, any number of lines below.
    public static YamlMistake? OpenQuote(string[] lines, TextPosition position)
    {
        for (var line = Math.Min((int)position.Line, lines.Length) - 1; line >= 0; line--)
        {
            if (Quote().Match(lines[line]) is { Success: true } match
                && !IsClosed(lines.AsSpan(line + 1), match.Groups["value"].ValueSpan[0]))
            {
                return new YamlMistake(
                    null, new TextPosition(line + 1, match.Groups["value"].Index + 1),
                    YamlMistake.IsNotYaml + "a quote is opened and not closed", "Close it with the same quote.");
            }
        }

        return null;
    }

    // A text of several lines is closed where nothing follows the quote.
    private static bool IsClosed(ReadOnlySpan<string> below, char quote)
    {
        foreach (var line in below)
        {
            if (line.IndexOf(quote, StringComparison.Ordinal) is >= 0 and var end)
            {
                return line[(end + 1)..].Trim() is "" or ['#' or ',' or '}' or ']', ..];
            }
        }

        return false;
    }

    public static YamlMistake? Separator(string[] lines, TextPosition position)
    {
        foreach (var line in YamlMistake.Near(lines, position).Take(2))
        {
            if (Hyphens().IsMatch(lines[line]) && lines[line].TrimEnd() != "---")
            {
                return new YamlMistake(
                    null, new TextPosition(line + 1, 1),
                    YamlMistake.IsNotYaml + "the hyphens do not separate two documents",
                    "Write three of them at the start of the line.");
            }
        }

        return null;
    }

    [GeneratedRegex(
        """\A\s*(?:- )?(?:[\w./-]+: +)?(?<value>"(?:[^"\\]|\\.)*|'(?:[^']|'')*)\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Quote();

    [GeneratedRegex(@"\A\s*-{2,}\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hyphens();
}
