using System.Globalization;
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
        var files = new Dictionary<string, ObjectEntry>(StringComparer.Ordinal);
        var directories = new Dictionary<string, ObjectEntry>(StringComparer.Ordinal);
        var histories = new Dictionary<string, ObjectEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            // An entry with history needs its path as a directory; its files are numbered inside.
            var taken = entry.HasHistory
                ? histories.GetValueOrDefault(entry.Path) ?? files.GetValueOrDefault(entry.Path)
                : files.GetValueOrDefault(entry.Path) ?? directories.GetValueOrDefault(entry.Path);
            taken ??= Parents(entry.Path).Select(parent => files.GetValueOrDefault(parent)).FirstOrDefault(other => other is not null);
            if (taken is not null)
            {
                Refuse(entry, taken, problems);
                continue;
            }

            (entry.HasHistory ? histories : files).Add(entry.Path, entry);
            foreach (var directory in entry.HasHistory ? Parents(entry.Path).Append(entry.Path) : Parents(entry.Path))
            {
                directories.TryAdd(directory, entry);
            }
        }

        RefuseNumberedFiles(entries, histories, problems);
    }

    // No entry may need a numbered file's place: history "a" with 3 versions owns a/0, a/1 and a/2.
    private static void RefuseNumberedFiles(
        IEnumerable<ObjectEntry> entries, Dictionary<string, ObjectEntry> histories, ProblemList problems)
    {
        foreach (var entry in entries)
        {
            if (Parents(entry.Path).Append(entry.Path).Select(path => OwnerOfNumberedFile(path, histories))
                .FirstOrDefault(owner => owner is not null) is { } history)
            {
                Refuse(entry, history, problems);
            }
        }
    }

    private static ObjectEntry? OwnerOfNumberedFile(string path, Dictionary<string, ObjectEntry> histories)
    {
        var slash = path.LastIndexOf('/');
        return slash > 0 && histories.TryGetValue(path[..slash], out var history)
            && int.TryParse(path.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < history.History && path[(slash + 1)..] == number.ToString(CultureInfo.InvariantCulture)
            ? history
            : null;
    }

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

    internal static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private static void Refuse(ObjectEntry entry, ObjectEntry other, ProblemList problems) =>
        problems.Add(new Problem(
            ErrorCodes.PathInvalid,
            new ProblemPlace(ParameterNames.Objects, entry.Index, entry.Name, EntryText.ObjectAlias),
            $"the path {Quoted.Text(entry.Path)} collides with {Quoted.Text(other.Path)} of {other}",
            "Give one of them another objectAlias."));
}
