using System.Text.RegularExpressions;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Says why a document is not YAML, in terms of what its author did.</summary>
internal static partial class BrokenDocument
{
    private const string Place = "file";

    /// <summary>The finding for a document that could not be read.</summary>
    public static Finding Explain(string text, YamlFormatException error)
    {
        var lines = text.Split('\n');
        if (FindTemplate(lines) is { } template)
        {
            return new Finding(
                FindingCodes.Template, template, Place, "is a template and not YAML",
                "Render it first, for example: helm template RELEASE CHART | provider-tool check -");
        }

        var position = Within(lines, error.Position);
        return Indentation.HasTab(lines, position)
            ? new Finding(
                FindingCodes.TabIndentation, position, Place, "has a tab in the indentation of this line",
                "Indent with blanks.")
            : Indentation.IsMissing(lines, position)
            ? new Finding(
                FindingCodes.BlockUnindented, position, Place, "is not indented below the bar of the line before",
                "Indent it with two more blanks.")
            : new Finding(
                FindingCodes.YamlInvalid, position, Place, $"is not YAML: {error.Message}",
                "Correct the YAML at that place.");
    }

    // What is missing at the end of a document is missing after its last line that has text.
    private static TextPosition Within(string[] lines, TextPosition position)
    {
        var last = Array.FindLastIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        return last >= 0 && position.Line > last + 1 ? new TextPosition(last + 1, lines[last].TrimEnd().Length + 1)
            : position;
    }

    // Outside quotes and comments: text in quotes is YAML, whatever it is for.
    private static TextPosition? FindTemplate(string[] lines)
    {
        for (var line = 0; line < lines.Length; line++)
        {
            if (TemplateAction().Match(lines[line]) is { Success: true } match)
            {
                return new TextPosition(line + 1, match.Groups["action"].Index + 1);
            }
        }

        return null;
    }

    [GeneratedRegex("""\A[^#"']*(?<action>\{\{|\{%)""", RegexOptions.CultureInvariant)]
    private static partial Regex TemplateAction();
}
