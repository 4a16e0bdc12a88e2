namespace Provider.Model;

/// <summary>Finds the known name that is closest to a misspelled word.</summary>
internal static class NearestName
{
    /// <summary>Longer words are not compared, since the cost is the product of the lengths.</summary>
    private const int LongestInput = 64;

    /// <summary>The known name closest to a word, in any case; null when none is close.</summary>
    public static string? Find(string word, IEnumerable<string> known) =>
        Find(word, known, Math.Max(2, word.Length / 4));

    /// <summary>The known name within a number of edits of a word, in any case; null when none is.</summary>
    public static string? Find(string word, IEnumerable<string> known, int mostDifferences) =>
        word.Length > LongestInput ? null : known
            .Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(pair => pair.Distance <= mostDifferences)
            .OrderBy(pair => pair.Distance).Select(pair => pair.Name).FirstOrDefault();

    /// <summary>The edits between two words (optimal string alignment).</summary>
    private static int Distance(string one, string other)
    {
        var beforePrevious = new int[other.Length + 1];
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }
            }

            (beforePrevious, previous) = (previous, current);
        }

        return previous[^1];
    }
}
