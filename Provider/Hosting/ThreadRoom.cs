using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Provider.Hosting;

/// <summary>Whether the process may have the threads that it needs, asked before it depends on any.</summary>
// Where the runtime itself gets no thread it ends the process with a stack trace, or hangs. The threads are the C
// library's, which are much cheaper to start than .NET's; each waits for a semaphore and runs nothing of ours.
internal static unsafe partial class ThreadRoom
{
    // The threads that a start and a stop need, measured, in addition to those that run before Main.
    private const int Needed = 12;
    private const int StandardError = 2;

    // sem_t on 64-bit Linux, with glibc and with musl.
    private const int SemaphoreBytes = 32;

    /// <summary>Writes to standard error without the threads that the log and .NET's console start.</summary>
    public static void ReportMissing()
    {
        using var handle = new SafeFileHandle(StandardError, ownsHandle: false);
        using var error = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        error.Write(Encoding.UTF8.GetBytes($"the provider cannot start: {StartFailure.NoThreads}\n"));
    }

    public static bool IsEnough()
    {
        var wait = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "sem_wait");
        var semaphore = stackalloc long[SemaphoreBytes / sizeof(long)];
        _ = Initialize(semaphore, shared: 0, value: 0);
        var threads = stackalloc nuint[Needed];
        var started = 0;
        while (started < Needed && Start(threads + started, null, wait, semaphore) == 0)
        {
            started++;
        }

        for (var thread = 0; thread < started; thread++)
        {
            _ = Post(semaphore);
        }

        for (var thread = 0; thread < started; thread++)
        {
            _ = Join(threads[thread], null);
        }

        return started == Needed;
    }

    [LibraryImport("libc", EntryPoint = "sem_init")]
    private static partial int Initialize(void* semaphore, int shared, uint value);

    [LibraryImport("libc", EntryPoint = "sem_post")]
    private static partial int Post(void* semaphore);

    [LibraryImport("libc", EntryPoint = "pthread_create")]
    private static partial int Start(nuint* thread, void* attributes, nint routine, void* argument);

    [LibraryImport("libc", EntryPoint = "pthread_join")]
    private static partial int Join(nuint thread, void** result);
}
