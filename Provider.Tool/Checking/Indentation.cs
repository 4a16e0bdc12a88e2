using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Finds wrong indentation in text that is not valid YAML.</summary>
internal static class Indentation
{
    /// <summary>
    /// Whether a line should be below the one before it, which ends with a bar, and is not indented more.
    /// </summary>
    public static bool IsMissing(string[] lines, TextPosition position)
    {
        var line = (int)position.Line - 1;
        if (line <= 0 || line >= lines.Length)
        {
            return false;
        }

        var before = Array.FindLastIndex(lines, line - 1, text => !string.IsNullOrWhiteSpace(text));
        return before >= 0 && EndsWithBar(lines[before]) && Of(lines[line]) <= Of(lines[before]);
    }

    public static bool HasTab(string[] lines, TextPosition position) =>
        position.Line <= lines.Length && lines[position.Line - 1] is var line && line[..Of(line)]
            .Contains('\t', StringComparison.Ordinal);

    private static bool EndsWithBar(string line) =>
        line.TrimEnd() is { } text && (text.EndsWith('|') || text.EndsWith("|-", StringComparison.Ordinal));

    private static int Of(string line) => line.Length - line.TrimStart().Length;
}
