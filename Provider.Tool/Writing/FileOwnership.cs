using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Provider.Tool.Writing;

/// <summary>Who owns a file, what kind it is and who may write it; links are not followed.</summary>
internal readonly partial record struct FileOwnership(uint Owner, int Mode, bool IsMountPoint)
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint WantTypeModeAndOwner = 0x0b;
    private const ulong MountRoot = 0x2000;

    private const int TypeMask = 0xf000;
    private const int LinkType = 0xa000;
    private const int DirectoryType = 0x4000;

    public static uint Caller => EffectiveUser();

    public bool IsLink => (Mode & TypeMask) == LinkType;

    public bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    /// <summary>Whether users other than its owner may write it.</summary>
    public bool IsWritableByOthers => (Mode & (int)(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;

    /// <summary>Whether only owners may remove or rename what is in the directory, as in <c>/tmp</c>.</summary>
    public bool IsSticky => (Mode & (int)UnixFileMode.StickyBit) != 0;

    public bool IsTrusted => Owner == 0 || Owner == Caller;

    /// <summary>The ownership of a path; null when it does not exist.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileOwnership? Of(string path)
    {
        const int NotFound = 2;
        Span<byte> result = stackalloc byte[256];
        return StatX(CurrentDirectory, path, NoFollow, WantTypeModeAndOwner,
            ref MemoryMarshal.GetReference(result)) == 0 ? Read(result)
            : Marshal.GetLastPInvokeError() == NotFound ? null
            : throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileOwnership Of(SafeFileHandle file)
    {
        Span<byte> result = stackalloc byte[256];
        return StatX((int)file.DangerousGetHandle(), "", EmptyPath, WantTypeModeAndOwner,
            ref MemoryMarshal.GetReference(result)) == 0
            ? Read(result)
            : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    // statx(2) has one layout on every architecture: stx_attributes at byte 8, stx_uid at 20, stx_mode at 28.
    private static FileOwnership Read(ReadOnlySpan<byte> result) => new(
        MemoryMarshal.Read<uint>(result[20..]), MemoryMarshal.Read<ushort>(result[28..]),
        (MemoryMarshal.Read<ulong>(result[8..]) & MountRoot) != 0);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int directory, string path, int flags, uint mask, ref byte result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
