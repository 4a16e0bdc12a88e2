using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Mounting;

/// <summary>The rules for a whole volume, so that the driver neither refuses it nor fails on it.</summary>
internal static class ResponseRules
{
    /// <exception cref="MountException">Two of them collide, or the driver would refuse one.</exception>
    public static void CheckPaths(ImmutableArray<VolumeFile> files)
    {
        var byPath = new Dictionary<string, VolumeFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!byPath.TryAdd(file.Path.Text, file))
            {
                throw Collision(file, byPath[file.Path.Text]);
            }
        }

        foreach (var file in files)
        {
            if (Above(file.Path.Text, byPath) is { } parent)
            {
                throw Collision(file, parent);
            }
        }
    }

    /// <exception cref="MountException">It is over the limit, in bytes.</exception>
    public static void CheckSize(ImmutableArray<VolumeFile> files, int limit)
    {
        var size = ResponseSize.Of(files);
        if (size > limit)
        {
            var largest = files.OrderByDescending(file => file.Contents.Length).Take(3)
                .Select(file => $"{Quoted.Text(file.Path.Text)} with {file.Contents.Length}");
            throw new MountException(
                ErrorCodes.ResponseTooLarge,
                $"the volume has {size} bytes, the driver takes {limit}; the largest files are "
                + $"{string.Join(", ", largest)}");
        }
    }

    // Looked up by parts of the path itself: copies of them would grow with the square of its length.
    private static VolumeFile? Above(string path, Dictionary<string, VolumeFile> byPath)
    {
        var byPart = byPath.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (byPart.TryGetValue(path.AsSpan(0, slash), out var file))
            {
                return file;
            }
        }

        return null;
    }

    private static MountException Collision(VolumeFile file, VolumeFile other) =>
        new(
            ErrorCodes.PathInvalid,
            $"the file {Quoted.Text(file.Path.Text)} of {file.Entry} collides with {Quoted.Text(other.Path.Text)} of "
            + $"{other.Entry}");
}
