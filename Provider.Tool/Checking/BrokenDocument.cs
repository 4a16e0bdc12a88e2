using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Makes the finding for a document that is not YAML.</summary>
internal static class BrokenDocument
{
    /// <summary>The finding for a document that could not be read.</summary>
    public static Finding Explain(string text, YamlFormatException error)
    {
        var lines = text.Split('\n');
        var mistake = YamlMistake.Find(lines, Within(lines, error.Position), error.Message);
        return new Finding(
            mistake.Code ?? FindingCodes.YamlInvalid, mistake.Position, "file", mistake.What, mistake.Fix);
    }

    // Something missing at the end of a document is reported at its last line with text.
    private static TextPosition Within(string[] lines, TextPosition position)
    {
        var last = Array.FindLastIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        return last >= 0 && position.Line > last + 1 ? new TextPosition(last + 1, lines[last].TrimEnd().Length + 1)
            : position;
    }
}
