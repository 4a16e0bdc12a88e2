namespace Provider.Mounting;

/// <summary>How long a mount may take: always a little less than its caller waits.</summary>
/// <remarks>
/// A caller whose own deadline passes sees DeadlineExceeded, which kubelet does not take as final. So the mount ends
/// first, with an error of its own.
/// </remarks>
internal static class MountDeadline
{
    /// <summary>The longest mount, whatever the caller allows. Kubelet allows two minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(110);

    private static readonly TimeSpan LargestMargin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time a mount has from now on. <c>callerDeadline</c>: when the caller gives up, in UTC;
    /// <see cref="DateTime.MaxValue"/> when it never does.
    /// </summary>
    public static TimeSpan Allowed(DateTime callerDeadline, DateTimeOffset now)
    {
        var remaining = callerDeadline - now.UtcDateTime;
        var margin = remaining / 4 < LargestMargin ? remaining / 4 : LargestMargin;
        var allowed = remaining - margin;
        return allowed > Longest ? Longest : allowed > TimeSpan.Zero ? allowed : TimeSpan.Zero;
    }
}
