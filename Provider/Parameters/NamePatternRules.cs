using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Checks the patterns of names.</summary>
internal static partial class NamePatternRules
{
    private const int LongestGlob = 256;

    // The states of an automaton can double with each operator, and each state grows with the length.
    private const int LongestRegexp = 64;
    private const int MostSigns = 12;
    private const string Signs = ".*+?[\\|";

    /// <summary>What is wrong with a pattern, as a clause; null if it is valid.</summary>
    public static string? Fault(NamePattern pattern)
    {
        var longest = pattern.IsRegexp ? LongestRegexp : LongestGlob;
        return pattern.Text.Length > longest ? $"is longer than {longest} characters"
            : !pattern.IsRegexp ? Glob().IsMatch(pattern.Text) ? null : "has a character that no name has"
            // Nested counted repetitions would make an automaton of any size.
            : pattern.Text.AsSpan().ContainsAny('{', '}') ? "has a brace"
            : pattern.Text.Count(Signs.Contains) > MostSigns ? $"has more than {MostSigns} of the signs {Signs}"
            : pattern.IsLinear() ? null
            : "is not a regular expression that can be matched in linear time";
    }

    [GeneratedRegex(@"\A[0-9A-Za-z*?-]+\z")]
    private static partial Regex Glob();
}
