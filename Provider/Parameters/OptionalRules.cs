using System.Collections.Immutable;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Parameters;

/// <summary>Checks the fields for entries whose object does not exist.</summary>
internal static class OptionalRules
{
    /// <summary>The most optional entries of a class: those that a volume has are cached for every volume.</summary>
    private const int MostOptional = 100;

    // entry: what has been read of the entry.
    public static ObjectEntry Read(EntryText text, ObjectEntry entry, ProblemList problems)
    {
        var (isOptional, written) = (IsTrue(text, EntryText.Optional, problems), Default(text, problems));
        if (written is not null && entry.Fields is not null && text.IsSet(EntryText.JmesPath))
        {
            text.Refuse(problems, EntryText.Default, "cannot be combined with jmesPath",
                "Write an entry with jsonKey for each file.");
        }

        if (written is not null && entry.HasHistory)
        {
            text.Refuse(problems, EntryText.Default, "cannot be combined with objectVersionHistory",
                "Remove one of the two.");
        }

        return entry with { IsOptional = isOptional || written is not null, Default = written };
    }

    public static void CheckCount(ImmutableArray<ObjectEntry> entries, ProblemList problems)
    {
        var count = entries.Count(entry => entry.IsOptional);
        if (count > MostOptional)
        {
            problems.AddParameter(
                ParameterNames.Objects, $"has {count} optional entries, more than {MostOptional}",
                    "Split the class into several.");
        }
    }

    /// <summary>A field that is true or false; false if absent.</summary>
    public static bool IsTrue(EntryText text, string field, ProblemList problems)
    {
        var word = text.Find(field, problems);
        if (string.IsNullOrEmpty(word))
        {
            return false;
        }

        if (FlagReader.Value(word) is { } value)
        {
            return value;
        }

        text.Refuse(problems, field, $"{Quoted.Text(word)} is neither true nor false",
            "Write true or false.");
        return false;
    }

    // Not trimmed: it is the content of a file.
    private static string? Default(EntryText text, ProblemList problems)
    {
        switch (text.Node(EntryText.Default))
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar scalar:
                return scalar.Text;
            default:
                text.Refuse(problems, EntryText.Default, "is a list or a mapping", "Write the text of the file.");
                return null;
        }
    }
}
