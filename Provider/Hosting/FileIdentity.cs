using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>Identifies a file by device and inode, even if another file gets its name.</summary>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint WantInode = 0x100;

    /// <summary>The identity of the file at a path, links not followed; null if it does not exist.</summary>
    public static FileIdentity? Of(string path)
    {
        // statx(2) has one layout on every architecture: stx_ino at byte 32, stx_dev_major and stx_dev_minor at 136.
        Span<ulong> buffer = stackalloc ulong[32];
        return StatX(CurrentDirectory, path, NoFollow, WantInode, ref MemoryMarshal.GetReference(buffer)) == 0
            ? new FileIdentity(buffer[17], buffer[4])
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, ref ulong result);
}
