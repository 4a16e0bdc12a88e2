using System.Globalization;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>The entries by path, as a tree of path elements.</summary>
// A table by whole paths would hold each path once for every directory above it: a class of a few megabytes, its paths
// a thousand directories deep, would ask for gigabytes. Here the cost of an element does not depend on its depth.
internal sealed class PathTree
{
    private readonly Node root = new();
    private readonly Dictionary<(Node Parent, string Element), Node> nodes = [];

    /// <summary>Adds an entry at its path. Returns the entry that has the path already; null if it was free.</summary>
    public ObjectEntry? Add(ObjectEntry entry)
    {
        var way = Way(entry.Path.Text);
        var (node, parents) = (way[^1], way.GetRange(0, way.Count - 1));
        // An entry with history needs its path as a directory; its files are numbered inside.
        var taken = entry.HasHistory ? node.History ?? node.File : node.File ?? node.Directory;
        taken ??= parents.Find(parent => parent.File is not null)?.File;
        if (taken is not null)
        {
            return taken;
        }

        if (entry.HasHistory)
        {
            node.History = entry;
            node.Directory ??= entry;
        }
        else
        {
            node.File = entry;
        }

        foreach (var parent in parents)
        {
            parent.Directory ??= entry;
        }

        return null;
    }

    /// <summary>The entry whose numbered file a path is or needs: a history of 3 at <c>a</c> owns a/0 to a/2.</summary>
    public ObjectEntry? OwnerOfNumberedFile(VolumePath path)
    {
        var node = root;
        foreach (var element in path.Text.Split('/'))
        {
            if (node.History is { } history && IsNumberBelow(history.History, element))
            {
                return history;
            }

            node = nodes[(node, element)];
        }

        return null;
    }

    private static bool IsNumberBelow(int limit, string element) =>
        int.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < limit && element == number.ToString(CultureInfo.InvariantCulture);

    // The nodes of a path's elements, added where missing.
    private List<Node> Way(string path)
    {
        var way = new List<Node>();
        var node = root;
        foreach (var element in path.Split('/'))
        {
            if (!nodes.TryGetValue((node, element), out var next))
            {
                next = new Node();
                nodes.Add((node, element), next);
            }

            node = next;
            way.Add(node);
        }

        return way;
    }

    private sealed class Node
    {
        public ObjectEntry? File { get; set; }

        public ObjectEntry? History { get; set; }

        /// <summary>The first entry that needs a directory here.</summary>
        public ObjectEntry? Directory { get; set; }
    }
}
