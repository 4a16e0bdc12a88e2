using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>The C library's heap, from which OpenSSL takes the memory of connections.</summary>
internal static partial class NativeHeap
{
    // M_ARENA_MAX of glibc's malloc.h.
    private const int MostArenas = -8;

    /// <summary>Limits the heap to two parts; there would be up to eight for each processor.</summary>
    // Each part keeps the pages between what is still in use. There are few threads, so two are enough.
    public static void Limit() => _ = SetOption(MostArenas, 2);

    /// <summary>Returns its unused pages to the system.</summary>
    public static void Trim() => _ = TrimPages(0);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimPages(nuint kept);
}
