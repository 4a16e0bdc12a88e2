using Provider.Model;

namespace Provider.Tool.Writing;

/// <summary>Determines whether a directory holds exactly a volume: the same files, bytes and modes.</summary>
internal static class VolumeComparison
{
    /// <summary>
    /// Compares also the modes, which the driver does not: a user who changed one expects to see it.
    /// </summary>
    public static bool IsSame(string directory, IReadOnlyList<VolumeFile> files)
    {
        try
        {
            var present = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(directory, file.FullName), StringComparer.Ordinal);
            return present.Count == files.Count
                && files.All(file => present.TryGetValue(file.Path.Text, out var found) && IsSame(found, file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read, or has just been removed, is written again.
            return false;
        }
    }

    private static bool IsSame(FileInfo found, VolumeFile file) =>
        found.LinkTarget is null
        && found.Length == file.Contents.Length
        && found.UnixFileMode == (UnixFileMode)file.Permission.Bits
        && file.Contents.Span.SequenceEqual(File.ReadAllBytes(found.FullName));
}
