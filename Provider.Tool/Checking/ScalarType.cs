using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>The type of a scalar for the YAML 1.1 reader of kubectl and Helm, where the schema requires text.</summary>
internal static partial class ScalarType
{
    private static readonly FrozenSet<string> True = Words("true", "yes", "on", "y");
    private static readonly FrozenSet<string> False = Words("false", "no", "off", "n");

    /// <summary>The type of a node that is not text, with its article; null for text.</summary>
    public static string? OtherThanText(YamlNode node) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        YamlScalar { IsNull: true } => "empty",
        YamlScalar { IsPlain: true } scalar when True.Contains(scalar.Text) || False.Contains(scalar.Text) =>
            "true or false",
        YamlScalar { IsPlain: true } scalar when Number().IsMatch(scalar.Text) => "a number",
        _ => null,
    };

    /// <summary>The scalar as text in quotes: of <c>yes</c>, <c>"true"</c>.</summary>
    public static string InQuotes(YamlScalar scalar) =>
        True.Contains(scalar.Text) ? "\"true\"" : False.Contains(scalar.Text) ? "\"false\"" : $"\"{scalar.Text}\"";

    // In lower case, upper case, and capitalized, as that reader accepts them.
    private static FrozenSet<string> Words(params string[] words) =>
        words.SelectMany(word => (string[])[word, word.ToUpperInvariant(), char.ToUpperInvariant(word[0]) + word[1..]])
            .ToFrozenSet();

    [GeneratedRegex(
        @"\A[-+]?(0[xX][0-9A-Fa-f_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*"
        + @"|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))\z"
        + @"|\A\.(nan|NaN|NAN)\z")]
    private static partial Regex Number();
}
