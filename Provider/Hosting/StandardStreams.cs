using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>Opens closed standard streams on <c>/dev/null</c>, so that no other file gets their numbers.</summary>
internal static partial class StandardStreams
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const int ReadWrite = 2;

    /// <summary>Executes the program again, in the same process, if a stream was closed.</summary>
    // .NET opens files before Main, and those may have got the free numbers: they cannot be moved any more.
    public static void Open(string[] arguments)
    {
        var closed = Enumerable.Range(0, 3).Where(WasClosed).ToList();
        if (closed.Count == 0)
        {
            return;
        }

        var nothing = OpenFile("/dev/null", ReadWrite);

        foreach (var descriptor in closed)
        {
            _ = Duplicate(nothing, descriptor);
        }

        // Returns only when it fails; then the program continues as it is.
        _ = Execute("/proc/self/exe", [Environment.GetCommandLineArgs()[0], .. arguments, null]);
    }

    // Inherited descriptors do not have the close-on-exec flag; those that .NET opens do.
    private static bool WasClosed(int descriptor) => Control(descriptor, GetFlags) is < 0 or CloseOnExec;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
