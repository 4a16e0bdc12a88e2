using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Provider.Model;

/// <summary>A pattern of whole names, case-insensitive.</summary>
// Text: a regular expression, or a name with * and ?.
internal sealed record NamePattern(string Text, bool IsRegexp)
{
    private const RegexOptions Matching =
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture;

    // An expression can create a state of up to a KiB for each character, and never drops one.
    private const int MostCharacters = 4096;

    /// <summary>A matcher of names, in time linear in a name's length. Not thread-safe.</summary>
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
            // First without the anchors: "a)(b" is an expression only inside a group.
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
