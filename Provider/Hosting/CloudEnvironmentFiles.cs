using System.Runtime.InteropServices;
using System.Text;
using Provider.Parameters;

namespace Provider.Hosting;

/// <summary>Reads the files that describe custom clouds, from the operator's directory only.</summary>
// The author of a SecretProviderClass chooses the file's name, so links are followed before the directory is compared.
internal sealed partial class CloudEnvironmentFiles(string directory, string? operatorsFile)
{
    public const int LongestFile = 64 * 1024;

    private const int LongestPath = 4096;

    /// <summary>Reads a file. <c>path</c> is null for the operator's own file.</summary>
    public CloudFile Read(string? path) =>
        path is not null ? ReadAllowed(path)
        : operatorsFile is not null ? ReadBounded(operatorsFile)
        : new CloudFile(null, "needs an environment file, and cloudEnvFileName names none");

    private CloudFile ReadAllowed(string path)
    {
        if (path.Contains('\0') || !Path.IsPathFullyQualified(path) || !IsBelow(Path.GetFullPath(path), directory))
        {
            return new CloudFile(null, $"is not below {directory}");
        }

        // The file system is accessed only after this check: an untrusted path could name a device or the process's
        // memory.
        return Resolve(path) is not { } real ? new CloudFile(null, "does not exist or cannot be read")
            : Resolve(directory) is { } allowed && IsBelow(real, allowed) ? ReadBounded(real)
            : new CloudFile(null, $"is a link that leads out of {directory}");
    }

    private static bool IsBelow(string path, string directory) =>
        path.StartsWith(directory.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static CloudFile ReadBounded(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[LongestFile + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > LongestFile
                ? new CloudFile(null, $"is longer than {LongestFile} bytes")
                : new CloudFile(Encoding.UTF8.GetString(bytes, 0, length).TrimStart('\ufeff'), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new CloudFile(null, "does not exist or cannot be read");
        }
    }

    // realpath(3) follows every link of every element, which File.ResolveLinkTarget does for the last one only.
    private static string? Resolve(string path)
    {
        var resolved = new byte[LongestPath];
        return RealPath(path, ref MemoryMarshal.GetArrayDataReference(resolved)) == 0
            ? null
            : Encoding.UTF8.GetString(resolved.AsSpan(0, Array.IndexOf(resolved, (byte)0)));
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, ref byte resolved);
}
