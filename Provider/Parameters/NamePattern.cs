using System.Text.RegularExpressions;

namespace Provider.Parameters;

/// <summary>Makes the patterns of names, each matched in time that is linear in the name.</summary>
internal static partial class NamePattern
{
    private const int LongestPattern = 256;

    private const RegexOptions Matching =
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture;

    /// <summary>The pattern of a name with <c>*</c> and <c>?</c>, or what is wrong with it, as a clause.</summary>
    public static (Regex Pattern, string? Fault) OfGlob(string glob) =>
        glob.Length > LongestPattern ? (Anything(), $"is longer than {LongestPattern} characters")
        : !Glob().IsMatch(glob) ? (Anything(), "has a character that no name has")
        : (Whole(glob.Replace("?", ".", StringComparison.Ordinal).Replace("*", ".*", StringComparison.Ordinal)), null);

    /// <summary>The pattern of a regular expression, or what is wrong with it, as a clause.</summary>
    // Counted repetitions, which can stand within each other, would make an automaton of any size.
    public static (Regex Pattern, string? Fault) OfRegexp(string regexp)
    {
        if (regexp.Length > LongestPattern)
        {
            return (Anything(), $"is longer than {LongestPattern} characters");
        }

        if (regexp.AsSpan().ContainsAny('{', '}'))
        {
            return (Anything(), "has a brace");
        }

        try
        {
            // By itself first: "a)(b" is an expression only within others.
            _ = new Regex(regexp, Matching);
            return (Whole(regexp), null);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return (Anything(), "is not a regular expression that can be matched in linear time");
        }
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", Matching);

    private static Regex Anything() => new("", Matching);

    [GeneratedRegex(@"\A[0-9A-Za-z*?-]+\z")]
    private static partial Regex Glob();
}
