using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Provider.Sandbox.Driver;

/// <summary>
/// Writes a volume as the driver does: a new directory, and one rename that makes it the current one.
/// </summary>
// ..data is a link to the current directory; every top-level name is a link into ..data.
internal sealed partial class AtomicWriter(string target, TimeProvider time)
{
    private const string Current = "..data";

    /// <summary>
    /// Writes the files, unless the volume holds exactly these already. Returns whether anything was written.
    /// </summary>
    public bool Write(IReadOnlyCollection<Protocol.File> files)
    {
        var data = Path.Combine(target, Current);
        var old = Directory.Exists(data) ? new DirectoryInfo(data).ResolveLinkTarget(returnFinalTarget: false) : null;
        if (old is not null && IsUnchanged(old.FullName, files))
        {
            return false;
        }

        MakeCurrent(data, WriteDirectory(files));
        LinkNames(files.Select(file => file.Path.Split('/')[0]).ToHashSet(StringComparer.Ordinal));
        if (old is not null)
        {
            Directory.Delete(old.FullName, recursive: true);
        }

        return true;
    }

    /// <summary>Writes the files into a new directory, and returns its name.</summary>
    private string WriteDirectory(IReadOnlyCollection<Protocol.File> files)
    {
        var stamp = time.GetUtcNow().ToString("yyyy_MM_dd_HH_mm_ss", CultureInfo.InvariantCulture);
        var name = $"..{stamp}.{RandomNumberGenerator.GetInt32(int.MaxValue)}";
        foreach (var file in files)
        {
            WriteFile(Path.Combine(target, name, file.Path), file);
        }

        return name;
    }

    private void MakeCurrent(string data, string directory)
    {
        var link = Path.Combine(target, Current + "_tmp");
        System.IO.File.CreateSymbolicLink(link, directory);
        if (Rename(link, data) != 0)
        {
            throw new IOException($"{data} cannot be replaced: error {Marshal.GetLastPInvokeError()}");
        }
    }

    private static void WriteFile(string path, Protocol.File file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, file.Contents.ToByteArray());
        System.IO.File.SetUnixFileMode(path, (UnixFileMode)file.Mode);
    }

    // Content alone decides: a change of mode is not applied until content changes, as with the driver.
    private static bool IsUnchanged(string current, IReadOnlyCollection<Protocol.File> files)
    {
        var present = Directory.GetFiles(current, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(current, path)).ToHashSet(StringComparer.Ordinal);
        return present.SetEquals(files.Select(file => file.Path))
            && files.All(file =>
                file.Contents.Span.SequenceEqual(System.IO.File.ReadAllBytes(Path.Combine(current, file.Path))));
    }

    // .NET's own move follows the link; the driver calls rename(2).
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(string from, string to);

    private void LinkNames(HashSet<string> names)
    {
        foreach (var entry in Directory.GetFileSystemEntries(target).Select(path => Path.GetFileName(path)))
        {
            if (!entry.StartsWith("..", StringComparison.Ordinal) && !names.Remove(entry))
            {
                System.IO.File.Delete(Path.Combine(target, entry));
            }
        }

        foreach (var name in names)
        {
            System.IO.File.CreateSymbolicLink(Path.Combine(target, name), Path.Combine(Current, name));
        }
    }
}
