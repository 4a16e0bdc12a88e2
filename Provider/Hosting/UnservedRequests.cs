using System.Globalization;

namespace Provider.Hosting;

/// <summary>
/// Logs connections and requests on the driver's socket that cannot be served, a line at most every few seconds.
/// </summary>
/// <remarks>Kestrel itself logs these only for debugging, so a driver it cannot talk to would leave no trace.</remarks>
internal sealed partial class UnservedRequests(ILogger logger, TimeProvider time)
{
    private const int LongestReason = 300;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long? lastLine;
    private int unlogged;

    /// <summary>
    /// Logs one; what happens within the interval after a line is counted, and the count is in the next line.
    /// </summary>
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
