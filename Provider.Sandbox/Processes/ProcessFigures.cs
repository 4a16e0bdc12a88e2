using System.Globalization;
using System.Runtime.InteropServices;

namespace Provider.Sandbox.Processes;

/// <summary>The kernel's figures of a process (proc_pid_status(5), clock_getcpuclockid(3)).</summary>
internal static partial class ProcessFigures
{
    private const int SchedulerClock = 2;

    /// <summary>A figure of <c>status</c>, such as <c>VmRSS</c> or <c>VmHWM</c>, in KiB.</summary>
    public static long MemoryKib(int process, string name) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>The processor time used so far, also by threads that have ended, to the microsecond.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    // The number of another process's clock is made of its id, as clock_getcpuclockid(3) does.
    public static TimeSpan CpuTime(int process) =>
        ReadClock((~process << 3) | SchedulerClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : throw new IOException($"there is no process {process}");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out KernelTime time);

    private readonly record struct KernelTime(nint Seconds, nint Nanoseconds);
}
