using System.Runtime.InteropServices;

namespace Provider.Hosting.Listening;

/// <summary>Handles incoming connections while the process or the node has no free file descriptor.</summary>
internal sealed partial class DescriptorShortage(ILogger logger, Func<int> closeIdle, TimeProvider time)
{
    /// <summary>A shortage that comes back within this time is the same one.</summary>
    public static readonly TimeSpan SameShortage = TimeSpan.FromMinutes(1);

    private const int OpenFiles = 7;

    // Several listeners may run out at the same time.
    private readonly Lock gate = new();
    private long? lastSeen;

    public static long Limit =>
        GetResourceLimit(OpenFiles, out var limit) == 0 ? (long)Math.Min(limit.Soft, int.MaxValue) : int.MaxValue;

    public void Report()
    {
        lock (gate)
        {
            var isNew = lastSeen is not { } last || time.GetElapsedTime(last) > SameShortage;
            lastSeen = time.GetTimestamp();
            var closed = closeIdle();
            if (isNew)
            {
                LogShortage(Limit, closed);
            }
        }
    }

    [LoggerMessage(108, LogLevel.Error, "no file descriptor is left: new connections wait, and idle "
        + "connections to the cloud are closed. Raise the limit of open files (ulimit -n) of the container runtime "
        + "if this persists")]
    private partial void LogShortage(long limit, int closedConnections);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetResourceLimit(int resource, out ResourceLimit limit);

    private readonly record struct ResourceLimit(nuint Soft, nuint Hard);
}
