using Provider.Model;

namespace Provider.Parameters;

/// <summary>Checks that the paths of entries do not conflict, since the driver would fail on them.</summary>
internal static class PathRules
{
    // 2,000 files, each in nine nested directories.
    private const int MostElements = 20_000;

    /// <summary>Finds entries whose files would be one file, or a file where another needs a directory.</summary>
    public static void RefuseCollisions(IReadOnlyList<ObjectEntry> entries, ProblemList problems)
    {
        var elements = entries.Sum(entry => entry.Path.Text.Count(letter => letter == '/') + 1);
        if (elements > MostElements)
        {
            problems.AddParameter(
                ParameterNames.Objects, $"has paths of {elements} elements together, more than {MostElements}",
                "Write shorter paths, or split the class into several.");
            return;
        }

        var tree = new PathTree();
        foreach (var entry in entries)
        {
            if (tree.Add(entry) is { } taken)
            {
                Refuse(entry, taken, problems);
            }
        }

        foreach (var entry in entries)
        {
            if (tree.OwnerOfNumberedFile(entry.Path) is { } history)
            {
                Refuse(entry, history, problems);
            }
        }
    }

    /// <summary>A relative path without empty elements and without <c>.</c>.</summary>
    public static string Cleaned(string path) =>
        path.StartsWith('/') ? path : string.Join('/', path.Split('/').Where(element => element is not ("" or ".")));

    private static void Refuse(ObjectEntry entry, ObjectEntry other, ProblemList problems) =>
        problems.Add(new Problem(
            ErrorCodes.PathInvalid,
            new ProblemPlace(ParameterNames.Objects, entry.Index, entry.Name, EntryText.ObjectAlias),
            $"the path {Quoted.Text(entry.Path.Text)} collides with {Quoted.Text(other.Path.Text)} of {other}",
            "Give one of them another objectAlias."));
}
