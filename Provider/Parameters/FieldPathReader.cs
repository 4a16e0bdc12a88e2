using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads the path to a field: a dotted path, or the part of JMESPath that names one value.</summary>
// Of JMESPath (jmespath.org/specification.html) identifiers, quoted identifiers, sub-expressions and indexes are read.
// The rest of the language selects several values or computes new ones, at a cost that an expression of a few
// characters can make exponential; each step here goes down one level.
internal static class FieldPathReader
{
    private const int LongestText = 1024;
    private const int MostSteps = 32;
    private const int MostDigits = 6;

    /// <summary>Reads a dotted path: <c>database.password</c>, <c>servers.0.name</c>.</summary>
    public static (FieldPath? Path, string? Fault) Dotted(string text)
    {
        string[] parts = text.Length > LongestText ? [] : text.Split('.');
        return TooLong(text, parts.Length)
            ?? (Array.Exists(parts, part => part.Length == 0)
                ? (null, "has an empty key")
                : (new FieldPath(text, [.. parts.Select(part => new FieldStep(part, IndexOf(part)))]), null));
    }

    public static (FieldPath? Path, string? Fault) JmesPath(string text)
    {
        if (TooLong(text, 1) is { } refused)
        {
            return refused;
        }

        var steps = ImmutableArray.CreateBuilder<FieldStep>();
        for (var rest = text.AsSpan(); !rest.IsEmpty || steps.Count == 0;)
        {
            // Every key but the first has a dot before it.
            var isKey = steps.Count == 0 ? rest is not ['[', ..] : rest is ['.', ..];
            rest = isKey && steps.Count > 0 ? rest[1..] : rest;
            var length = isKey ? ReadKey(rest, steps) : ReadIndex(rest, steps);
            if (length == 0)
            {
                return (null, $"cannot be read from character {text.Length - rest.Length + 1} on");
            }

            rest = rest[length..];
        }

        return TooLong(text, steps.Count) ?? (new FieldPath(text, steps.ToImmutable()), null);
    }

    private static (FieldPath?, string?)? TooLong(string text, int steps) =>
        text.Length > LongestText ? (null, $"is longer than {LongestText} characters")
        : steps > MostSteps ? (null, $"has more than {MostSteps} steps")
        : null;

    private static int? IndexOf(string part) =>
        part.Length <= MostDigits && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    // unquoted-string = (%x41-5A / %x61-7A / %x5F) *(%x30-39 / %x41-5A / %x5F / %x61-7A)
    private static int ReadKey(ReadOnlySpan<char> text, ImmutableArray<FieldStep>.Builder steps)
    {
        if (text is ['"', ..])
        {
            return ReadQuoted(text, steps);
        }

        var length = 0;
        while (length < text.Length
            && (char.IsAsciiLetter(text[length]) || text[length] == '_'
                || (length > 0 && char.IsAsciiDigit(text[length]))))
        {
            length++;
        }

        if (length > 0)
        {
            steps.Add(new FieldStep(text[..length].ToString(), null));
        }

        return length;
    }

    // A quoted identifier is a JSON string.
    private static int ReadQuoted(ReadOnlySpan<char> text, ImmutableArray<FieldStep>.Builder steps)
    {
        var end = 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            return 0;
        }

        try
        {
            using var json = JsonDocument.Parse(text[..(end + 1)].ToString());
            steps.Add(new FieldStep(json.RootElement.GetString(), null));
            return end + 1;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A control character, an escape that JSON does not have, or half of a surrogate pair.
            return 0;
        }
    }

    private static int ReadIndex(ReadOnlySpan<char> text, ImmutableArray<FieldStep>.Builder steps)
    {
        var end = text.IndexOf(']');
        if (text is not ['[', ..] || end is < 2 or > MostDigits + 2
            || !int.TryParse(text[1..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
            || text[1] == '+')
        {
            return 0;
        }

        steps.Add(new FieldStep(null, index));
        return end + 1;
    }
}
