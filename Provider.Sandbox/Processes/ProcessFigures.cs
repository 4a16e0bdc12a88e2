using System.Globalization;

namespace Provider.Sandbox.Processes;

/// <summary>The kernel's figures of a process, from /proc (proc_pid_status(5), proc_pid_stat(5)).</summary>
internal static class ProcessFigures
{
    private const int UserTimeField = 11;
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on.

    /// <summary>A figure of <c>status</c>, such as <c>VmRSS</c> or <c>VmHWM</c>, in KiB.</summary>
    public static long MemoryKib(int process, string name) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>The processor time used so far, in user and kernel; counted in steps of 10 ms.</summary>
    public static TimeSpan CpuTime(int process)
    {
        // The program's name is in parentheses and may hold blanks: the fields are counted from behind it.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks =
            fields[UserTimeField..(UserTimeField + 2)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>The processor time of the current threads, as the scheduler counts it (in microseconds).</summary>
    public static TimeSpan ThreadTime(int process) => TimeSpan.FromMicroseconds(
        Directory.GetDirectories($"/proc/{process}/task").Sum(thread => NanosecondsOf(thread)) / 1000.0);

    private static long NanosecondsOf(string thread)
    {
        try
        {
            var figures = File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ');
            return long.Parse(figures[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The thread has just ended.
            return 0;
        }
    }
}
