namespace Provider.Mounting;

/// <summary>How long a mount may take: always a little less than its caller waits.</summary>
// A caller whose own deadline passes sees DeadlineExceeded, which kubelet does not take as final. So the mount ends
// first, with an error of its own.
internal static class MountDeadline
{
    /// <summary>The longest mount, whatever the caller allows. Kubelet allows two minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(110);

    private static readonly TimeSpan LargestMargin = TimeSpan.FromSeconds(2);

    /// <summary><c>callerDeadline</c>: UTC, or <see cref="DateTime.MaxValue"/> for none.</summary>
    public static TimeSpan Allowed(DateTime callerDeadline, DateTimeOffset now)
    {
        var remaining = callerDeadline - now.UtcDateTime;
        var margin = remaining / 4 < LargestMargin ? remaining / 4 : LargestMargin;
        var allowed = remaining - margin;
        return allowed > Longest ? Longest : allowed > TimeSpan.Zero ? allowed : TimeSpan.Zero;
    }
}
