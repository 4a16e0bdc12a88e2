using System.Globalization;
using Provider.Model;
using Provider.Sandbox.Driver;

namespace Provider.Sandbox.Demo;

/// <summary>Shows a mounted volume as a tree: each file's mode and size, and its object and version.</summary>
internal static class VolumeReport
{
    public static void Write(TextWriter output, MountedVolume volume, MountPlan? plan)
    {
        output.WriteLine();
        output.WriteLine("What the pod sees");
        var lines = Lines(volume.Files.Keys.ToList());
        var width = lines.Where(line => line.Path is not null).Max(line => line.Text.Length);
        foreach (var (text, path) in lines)
        {
            output.WriteLine(path is null ? text : $"{text.PadRight(width)}  {Details(volume, path, plan)}");
        }
    }

    // The paths are sorted, so a folder's files are adjacent.
    private static List<(string Text, string? Path)> Lines(List<string> paths)
    {
        var lines = new List<(string, string?)>();
        string[] folder = [];
        foreach (var path in paths.OrderBy(path => path, StringComparer.Ordinal))
        {
            var elements = path.Split('/');
            var shared = folder.Zip(elements[..^1]).TakeWhile(pair => pair.First == pair.Second).Count();
            for (var depth = shared; depth < elements.Length - 1; depth++)
            {
                lines.Add(($"{Indent(depth)}{elements[depth]}/", null));
            }

            folder = elements[..^1];
            lines.Add(($"{Indent(folder.Length)}{elements[^1]}", path));
        }

        return lines;
    }

    private static string Indent(int depth) => new(' ', 2 + (2 * depth));

    private static string Details(MountedVolume volume, string path, MountPlan? plan)
    {
        var file = volume.Files[path];
        var octal = Convert.ToString((int)file.Mode, 8).PadLeft(4, '0');
        var id = plan is null ? null : ObjectId(plan, volume, path);
        var source = id is null ? "" : $"  {id} {volume.Versions[id]}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Letters(file.Mode)} {octal} {file.Contents.Length,6} B{source}");
    }

    // In addition to the path itself: path/0 in a history, path.crt and path.key for split certificates.
    private static string? ObjectId(MountPlan plan, MountedVolume volume, string path)
    {
        foreach (var entry in plan.Entries)
        {
            // A file with a part of the object has its path in its id.
            if (volume.Versions.ContainsKey($"{entry.Id}#{path}"))
            {
                return $"{entry.Id}#{path}";
            }

            var rest = path.StartsWith(entry.Path.Text, StringComparison.Ordinal)
                ? path[entry.Path.Text.Length..]
                : null;
            if (rest is "" or ".crt" or ".key" || (rest is ['/', ..] && entry.HasHistory))
            {
                var id = rest.StartsWith('/') ? entry.Id + rest : entry.Id;
                return volume.Versions.ContainsKey(id) ? id : null;
            }
        }

        return null;
    }

    private static string Letters(UnixFileMode mode) =>
        string.Concat(
            "-", string.Concat(Enumerable.Range(0, 9)
                .Select(bit => ((int)mode & (256 >> bit)) != 0 ? "rwx"[bit % 3] : '-')));
}
