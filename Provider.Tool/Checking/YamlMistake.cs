using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Tool.Checking;

/// <summary>
/// Why a text is not YAML, in terms of what its author did. The position is that of the mistake, which a parser often
/// notices lines later. <c>Code</c> is null where the mistake has none of its own.
/// </summary>
internal sealed partial record YamlMistake(FindingCode? Code, TextPosition Position, string What, string Fix)
{
    public const string IsNotYaml = "is not YAML: ";

    // How far above a parser's position a mistake is looked for.
    private const int LinesAbove = 3;

    private static readonly string[] TopLevel = ["apiVersion", "kind", "metadata", "spec", ParameterNames.Objects];

    // A part of the parser's message, what it means, and what to do.
    private static readonly ImmutableArray<(string Part, string What, string Fix)> Reasons =
    [
        ("Mapping values are not allowed", "a colon is where no key can be",
            "Put a value that has a colon in quotes, and begin the keys of one mapping in one column."),
        ("could not find expected ':'", "a line is neither a key with a colon nor an item of a list",
            "Write the key, a colon and a blank before the value."),
        ("unexpected end of stream", "a quote is opened and not closed", "Close it with the same quote."),
        ("expected comment or line break", "there is text after the bar or angle bracket",
            "Begin the text on the next line, indented."),
        ("expected ',' or", "a bracket or brace is opened and not closed",
            "Close it, or put the value in quotes."),
        ("expected alphabetic or numeric", "a value begins with an asterisk or an ampersand",
            "Put the value in quotes."),
        ("is not defined above", "a value begins with an asterisk, which means an anchor, and there is none above",
            "Put the value in quotes, or define the anchor."),
        ("a key must be text", "a value begins with a bracket or a brace", "Put the value in quotes."),
        ("expected node content", "a value is missing, or a bracket or brace is opened and not closed",
            "Write the value, or close the bracket."),
        ("did not find expected", "the indentation fits neither the line before nor the block around it",
            "Begin all keys of a mapping in one column; an item of a list begins with a hyphen."),
    ];

    /// <summary>Explains the message that a parser gave for a place of a text.</summary>
    public static YamlMistake Find(string[] lines, TextPosition position, string message) =>
        Template(lines)
        ?? Indented(lines, position)
        ?? GluedColon(lines, position)
        ?? BrokenLines.OpenQuote(lines, position)
        ?? MissingColon(lines, position, message)
        ?? BrokenLines.Separator(lines, position)
        ?? Repeated(lines, position, message)
        ?? Translated(lines, position, message);

    // Outside quotes and comments: text in quotes is YAML, whatever it is for.
    private static YamlMistake? Template(string[] lines)
    {
        for (var line = 0; line < lines.Length; line++)
        {
            if (TemplateAction().Match(lines[line]) is { Success: true } match)
            {
                return new YamlMistake(
                    FindingCodes.Template, new TextPosition(line + 1, match.Groups["action"].Index + 1),
                    "is a template and not YAML",
                    "Render it first, for example: helm template RELEASE CHART | provider-tool check -");
            }
        }

        return null;
    }

    private static YamlMistake? Indented(string[] lines, TextPosition position) =>
        Indentation.HasTab(lines, position)
            ? new YamlMistake(
                FindingCodes.TabIndentation, position, "has a tab in the indentation of this line",
                "Indent with blanks.")
        : Indentation.IsMissing(lines, position)
            ? new YamlMistake(
                FindingCodes.BlockUnindented, position,
                "has a line that is not indented below the bar of the line before", "Indent it with two more blanks.")
        : null;

    private static YamlMistake? GluedColon(string[] lines, TextPosition position)
    {
        foreach (var line in Near(lines, position))
        {
            if (Glued().Match(lines[line]) is { Success: true } match && IsField(match.Groups["key"].Value))
            {
                var key = match.Groups["key"];
                return new YamlMistake(
                    null, new TextPosition(line + 1, key.Index + 1),
                    $"{IsNotYaml}there is no blank after the colon of {key.Value}",
                    $"Write {key.Value}: and a blank before the value.");
            }
        }

        return null;
    }

    private static YamlMistake? MissingColon(string[] lines, TextPosition position, string message)
    {
        if (!message.Contains("Mapping values", StringComparison.Ordinal)
            && !message.Contains("expected ':'", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var line in Near(lines, position))
        {
            if (Word().Match(lines[line]) is { Success: true } match && IsField(match.Groups["key"].Value))
            {
                var key = match.Groups["key"];
                return new YamlMistake(
                    null, new TextPosition(line + 1, key.Index + 1), $"{IsNotYaml}there is no colon after {key.Value}",
                    $"Write {key.Value}: here.");
            }
        }

        return null;
    }

    private static YamlMistake? Repeated(string[] lines, TextPosition position, string message)
    {
        if (!message.Contains("is duplicated", StringComparison.Ordinal))
        {
            return null;
        }

        var line = position.Line <= lines.Length ? lines[position.Line - 1] : "";
        var fix = TopLevel.Take(2).Any(key => line.StartsWith(key + ':', StringComparison.Ordinal))
            ? "Write --- on a line of its own before it, if another object begins here."
            : line.TrimStart().StartsWith(EntryText.ObjectName + ':', StringComparison.Ordinal)
            ? "Write a hyphen and a bar on a line before it, if another entry begins here."
            : "Remove one of the two.";
        return new YamlMistake(null, position, Prefixed(message), fix);
    }

    private static YamlMistake Translated(string[] lines, TextPosition position, string message)
    {
        if (message.Contains("cannot start any token", StringComparison.Ordinal)
            && position.Line <= lines.Length && position.Column <= lines[position.Line - 1].Length)
        {
            var first = lines[position.Line - 1][(int)position.Column - 1];
            return char.IsControl(first)
                ? new YamlMistake(
                    null, position,
                    string.Create(CultureInfo.InvariantCulture, $"{IsNotYaml}it has the character U+{(int)first:X4}"),
                    "Save the file as text in UTF-8.")
                : new YamlMistake(
                    null, position, $"{IsNotYaml}a value begins with the character {first}",
                    "Put the value in quotes.");
        }

        foreach (var (part, what, fix) in Reasons)
        {
            if (message.Contains(part, StringComparison.Ordinal))
            {
                return new YamlMistake(null, position, IsNotYaml + what, fix);
            }
        }

        return new YamlMistake(null, position, Prefixed(message), "Correct the YAML at that place.");
    }

    private static string Prefixed(string message) =>
        message.StartsWith(IsNotYaml, StringComparison.Ordinal) ? message : IsNotYaml + message;

    // The line of a position, and then those with text above it.
    public static IEnumerable<int> Near(string[] lines, TextPosition position) =>
        Enumerable.Range(0, Math.Min((int)position.Line, lines.Length)).Reverse()
            .Where(line => !string.IsNullOrWhiteSpace(lines[line])).Take(LinesAbove);

    private static bool IsField(string key) => FieldHomes.Of(key) is not null || TopLevel.Contains(key);

    [GeneratedRegex("""\A[^#"']*(?<action>\{\{|\{%)""", RegexOptions.CultureInvariant)]
    private static partial Regex TemplateAction();

    [GeneratedRegex(@"\A\s*(?:- )?(?<key>[A-Za-z]+):[^ \t\r]", RegexOptions.CultureInvariant)]
    private static partial Regex Glued();

    [GeneratedRegex(@"\A\s*(?:- )?(?<key>[A-Za-z]+)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
