using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>The path of a found object's file: text in which <c>{name}</c> is the object's name.</summary>
internal static partial class NameTemplate
{
    public const string Default = "{name}";

    // Up to 2,000 paths are made from it.
    private const int Longest = 256;

    /// <summary>What is wrong with a template, as a clause; null if it is valid.</summary>
    public static string? Fault(string template) =>
        template.Length > Longest ? $"is longer than {Longest} characters"
        : !Placeholder().IsMatch(template) ? "does not have {name} in it"
        : Placeholder().Replace(template, "").AsSpan().ContainsAny('{', '}')
            ? "has a brace that does not belong to {name}"
        : VolumePath.TryParse(Apply(template, "a"), out _, out var fault) ? null : fault;

    public static string Apply(string template, string name) =>
        Placeholder().Replace(template, match =>
            match.Groups["change"].Captures.Aggregate(name, (text, change) => change.Value switch
        {
            "upper" => text.ToUpperInvariant(),
            "lower" => text.ToLowerInvariant(),
            _ => text.Replace('-', '_'),
        }));

    [GeneratedRegex(@"\{name(\|(?<change>upper|lower|underscore))*\}")]
    private static partial Regex Placeholder();
}
