using System.Text;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>What a file's path may be, so that the driver neither refuses it nor breaks on it.</summary>
internal static class PathRules
{
    // The driver's own limits, counted in bytes.
    private const int LongestPath = 4096;
    private const int LongestElement = 255;

    /// <summary>What is wrong with a path, as a clause; none when it is fine.</summary>
    /// <param name="path">A path as the user wrote it.</param>
    public static string? Fault(string path)
    {
        if (path.Contains('\0'))
        {
            return "holds a NUL character";
        }

        if (path.StartsWith('/'))
        {
            return "is not relative";
        }

        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            return $"is longer than {LongestPath} bytes";
        }

        return path.Split('/').Select(ElementFault).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Finds entries whose files would be one file, or a file where another needs a directory.</summary>
    /// <param name="entries">The entries, each with a path that is fine by itself.</param>
    /// <param name="problems">Takes a problem for each entry that collides with an earlier one.</param>
    public static void RefuseCollisions(IReadOnlyList<ObjectEntry> entries, ProblemList problems)
    {
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

    private static string? ElementFault(string element)
    {
        if (element is "" or ".")
        {
            return "has an empty element or a dot as one";
        }

        if (element.Contains("..", StringComparison.Ordinal))
        {
            return "has two dots in a row";
        }

        return Encoding.UTF8.GetByteCount(element) > LongestElement ? $"has an element longer than {LongestElement} bytes" : null;
    }

    private static void Refuse(ObjectEntry entry, ObjectEntry other, ProblemList problems) =>
        problems.Add(new Problem(
            ErrorCodes.PathInvalid,
            new ProblemPlace(ParameterNames.Objects, entry.Index, entry.Name, EntryText.ObjectAlias),
            $"the path {Quoted.Text(entry.Path)} collides with {Quoted.Text(other.Path)} of {other}",
            "Give one of them another objectAlias."));
}
