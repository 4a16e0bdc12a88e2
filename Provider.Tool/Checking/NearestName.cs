namespace Provider.Tool.Checking;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>Longer words are not compared: the cost is the product of the lengths.</summary>
    private const int LongestWord = 64;

    /// <summary>The known name closest to a word; none when none is close.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The known names.</param>
    public static string? Find(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        return known.Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(pair => pair.Distance <= Math.Max(2, word.Length / 4))
            .OrderBy(pair => pair.Distance).Select(pair => pair.Name).FirstOrDefault();
    }

    /// <summary>How many letters must be added, removed or replaced to make one word of another (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
