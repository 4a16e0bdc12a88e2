using System.Collections.Frozen;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads parameters that are true or false.</summary>
internal static class FlagReader
{
    // The values of Go's strconv.ParseBool, since existing classes were written for it.
    private static readonly FrozenDictionary<string, bool> Spellings = new Dictionary<string, bool>
    {
        ["1"] = true,
        ["t"] = true,
        ["T"] = true,
        ["TRUE"] = true,
        ["true"] = true,
        ["True"] = true,
        ["0"] = false,
        ["f"] = false,
        ["F"] = false,
        ["FALSE"] = false,
        ["false"] = false,
        ["False"] = false,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The value of a word; null if it is neither true nor false.</summary>
    public static bool? Value(string word) => Spellings.TryGetValue(word, out var value) ? value : null;

    /// <summary>Absent and empty are false; any text but true or false gives null.</summary>
    public static bool? IsTrue(string flag, string? text, ProblemList problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (Value(text) is { } value)
        {
            return value;
        }

        problems.AddParameter(flag, $"{Quoted.Text(text)} is neither true nor false", "Write \"true\" or \"false\".");
        return null;
    }
}
