using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Provider.Mounting;

/// <summary>The processor time that the current thread has used.</summary>
internal static partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux, on each of its architectures.
    private const int ThreadProcessorTime = 3;

    public static TimeSpan ProcessorTime => GetTime(ThreadProcessorTime, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
        : throw new Win32Exception(Marshal.GetLastPInvokeError(), "the processor time of a thread cannot be read");

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out TimeParts time);

    // struct timespec where long has 64 bits.
    private readonly record struct TimeParts(long Seconds, long Nanoseconds);
}
