using Provider.Model;
using SharpYaml;
using SharpYaml.Events;

namespace Provider.Yaml;

/// <summary>Converts the library's events to this reader's types.</summary>
internal static class ScalarText
{
    private const string NullTag = "tag:yaml.org,2002:null";

    // The core schema's null (YAML 1.2, section 10.3.2); a quoted one is text unless its tag says otherwise. For Go's
    // yaml.v3 the tag ! changes nothing where the text is plain.
    public static bool IsNull(Scalar scalar) =>
        scalar.Value is "" or "~" or "null" or "Null" or "NULL"
            && (scalar.Tag == NullTag
                || (scalar.Style == ScalarStyle.Plain && (scalar.IsPlainImplicit || scalar.Tag == "!")));

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
