using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Provider.Model;

/// <summary>A pattern of whole names, in any case; it holds nothing but its text.</summary>
// Text: of a regular expression, or of a name with * and ?.
internal sealed record NamePattern(string Text, bool IsRegexp)
{
    private const RegexOptions Matching =
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture;

    // An expression can have a new state, of up to a KiB, for each character that it sees, and never drops one.
    private const int MostCharacters = 4096;

    /// <summary>A matcher of names, each in time that is linear in it. For one thread.</summary>
    public Predicate<string> Matcher()
    {
        if (!IsRegexp)
        {
            return name => FileSystemName.MatchesSimpleExpression(Text, name);
        }

        var (expression, characters) = (Whole(), 0);
        return name =>
        {
            characters += name.Length;
            if (characters > MostCharacters)
            {
                (expression, characters) = (Whole(), name.Length);
            }

            return expression.IsMatch(name);
        };
    }

    /// <summary>Whether the text is a regular expression that can be matched in linear time.</summary>
    public bool IsLinear()
    {
        try
        {
            // By itself first: "a)(b" is an expression only within others.
            _ = new Regex(Text, Matching);
            _ = Whole();
            return true;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private Regex Whole() => new($@"\A(?:{Text})\z", Matching);
}
