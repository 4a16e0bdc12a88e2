using Provider.Model;
using SharpYaml;
using SharpYaml.Events;

namespace Provider.Yaml;

/// <summary>What the library's events say, in this reader's terms.</summary>
internal static class ScalarText
{
    // The core schema's null (YAML 1.2, section 10.3.2); a quoted one is text.
    public static bool IsNull(Scalar scalar) =>
        scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    public static TextPosition At(Mark mark) => new(mark.Line + 1, mark.Column + 1);

    public static YamlFormatException Translated(YamlException error) =>
        error.Message.Contains("tab character", StringComparison.Ordinal)
            // The error starts where the scalar does, and ends at the tab.
            ? new YamlFormatException("has a tab where only blanks are allowed", At(error.End))
            : new YamlFormatException(Reason(error.Message), At(error.Start));

    // The library puts the positions before its message, and may add a second line.
    private static string Reason(string message) =>
        message.Split('\n')[0].Split("): ")[^1].TrimEnd('.', '\r', ' ');
}
