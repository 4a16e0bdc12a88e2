using System.Globalization;

namespace Provider.Hosting;

/// <summary>Logs connections and requests that cannot be served, at most one line every few seconds.</summary>
// Kestrel itself logs these at debug level only, so an incompatible driver would not be seen in the log.
internal sealed partial class UnservedRequests(ILogger logger, TimeProvider time)
{
    private const int LongestReason = 300;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long? lastLine;
    private int unlogged;

    /// <summary>Logs one line; the next line has the count of reports within the interval.</summary>
    public void Report(string reason)
    {
        int skipped;
        lock (gate)
        {
            if (lastLine is { } last && time.GetElapsedTime(last) < Interval)
            {
                unlogged++;
                return;
            }

            lastLine = time.GetTimestamp();
            (skipped, unlogged) = (unlogged, 0);
        }

        LogUnserved(logger, reason.Length > LongestReason ? reason[..LongestReason] : reason, skipped);
    }

    public void ReportPeer(uint? user) => Report(
        $"the caller's user id is {user?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}; only root and the "
        + "provider's own user may call");

    [LoggerMessage(102, LogLevel.Warning, "a connection or request on the provider's socket cannot be served")]
    private static partial void LogUnserved(ILogger logger, string reason, int skippedSinceLastLine);
}
