using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Provider.Tool.Writing;

/// <summary>
/// An open directory: names are looked up in it even if its path leads elsewhere by then.
/// </summary>
internal sealed partial class PinnedDirectory : IDisposable
{
    // The same on Linux x64 and arm64, except O_DIRECTORY and O_NOFOLLOW, whose values differ.
    private const int CloseOnExec = 0x80000;
    private const int LockExclusive = 2;
    private const int LockNoWait = 4;
    private const int Unlock = 8;

    private readonly SafeFileHandle handle;
    private readonly string path;

    private PinnedDirectory(SafeFileHandle handle, string path) => (this.handle, this.path) = (handle, path);

    public IEnumerable<string> Names =>
        Directory.EnumerateFileSystemEntries(PathOf("")).Select(entry => Path.GetFileName(entry));

    private static int DirectoryNoFollow =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 | 0x8000 : 0x10000 | 0x20000;

    /// <summary>Opens a directory; a link in its place is refused.</summary>
    /// <exception cref="IOException">It is not a directory, or cannot be opened.</exception>
    public static PinnedDirectory Open(string path)
    {
        var handle = OpenFile(path, DirectoryNoFollow | CloseOnExec);
        return handle.IsInvalid
            ? throw Failure($"{path} is not a directory that can be opened")
            : new PinnedDirectory(handle, path);
    }

    /// <exception cref="IOException">Another user could replace it.</exception>
    public void CheckOwner() => TrustedPath.CheckTarget(path, handle);

    /// <summary>Locks it against other runs until it is disposed of.</summary>
    /// <exception cref="IOException">Another run holds the lock.</exception>
    public void Lock()
    {
        if (LockFile(handle, LockExclusive | LockNoWait) != 0)
        {
            throw new IOException($"another mount is writing to {path}");
        }
    }

    /// <summary>The path of a file in it, which stays valid if the directory is renamed or replaced.</summary>
    public string PathOf(string name) => $"/proc/self/fd/{handle.DangerousGetHandle()}/{name}";

    public bool Has(string name) => new FileInfo(PathOf(name)) is var entry
        && (entry.Exists || entry.LinkTarget is not null || Directory.Exists(entry.FullName));

    /// <summary>Whether a name is a directory, and not a link to one.</summary>
    public bool IsDirectory(string name) => new DirectoryInfo(PathOf(name)) is { Exists: true, LinkTarget: null };

    /// <summary>A link's target; null when the name is not a link.</summary>
    public string? LinkOf(string name) => new FileInfo(PathOf(name)).LinkTarget;

    public void Link(string name, string to)
    {
        var temporary = PathOf($"..link.{Guid.NewGuid():N}");
        File.CreateSymbolicLink(temporary, to);
        // .NET's own move follows the link; rename(2) replaces it in one step.
        if (Rename(temporary, PathOf(name)) != 0)
        {
            var failure = Failure($"{Path.Combine(path, name)} cannot be replaced");
            File.Delete(temporary);
            throw failure;
        }
    }

    public void SetMode(UnixFileMode mode) => File.SetUnixFileMode(handle, mode);

    public void Dispose()
    {
        // Unlocked explicitly: a process that is being started may hold a copy of the handle for a moment.
        _ = LockFile(handle, Unlock);
        handle.Dispose();
    }

    private static IOException Failure(string what) => new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int LockFile(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(string from, string to);
}
