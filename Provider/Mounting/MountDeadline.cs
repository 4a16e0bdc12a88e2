namespace Provider.Mounting;

/// <summary>The time of a mount: always a little less than its caller waits.</summary>
// A caller whose own deadline passes sees DeadlineExceeded, which kubelet does not take as final. So the mount ends
// first, with its own error code.
internal static class MountDeadline
{
    /// <summary>The longest mount, whatever the caller allows. Kubelet allows two minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(110);

    private static readonly TimeSpan LargestMargin = TimeSpan.FromSeconds(2);

    // Mounts that come together, to a vault that does not respond, would end together: a mount of ten objects needs
    // 3 to 7 ms of processor time for that, which are 60 to 140 ms where a container has a twentieth of a processor.
    private static readonly TimeSpan BetweenEnds = TimeSpan.FromMilliseconds(150);

    // Mounts of one namespace, however many, leave another's nearly all of its time.
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(20);

    /// <summary>
    /// <c>callerDeadline</c>: UTC, or <see cref="DateTime.MaxValue"/> for none. <c>others</c>: the mounts that are
    /// under way already. They end one after the other, spread over 20 s, or half of the time where that is less.
    /// </summary>
    public static TimeSpan Allowed(DateTime callerDeadline, DateTimeOffset now, int others = 0)
    {
        var remaining = callerDeadline - now.UtcDateTime;
        var margin = Lesser(remaining / 4, LargestMargin);
        var allowed = Lesser(remaining - margin, Longest);
        return allowed > TimeSpan.Zero ? allowed - Spread(others, Lesser(allowed / 2, LongestSpread)) : TimeSpan.Zero;
    }

    private static TimeSpan Spread(int others, TimeSpan longest) =>
        others % (int)Math.Max(1, longest / BetweenEnds) * BetweenEnds;

    private static TimeSpan Lesser(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
