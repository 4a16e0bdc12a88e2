namespace Provider.Http;

/// <summary>The remaining time of a mount's calls, so that no wait begins that cannot end in time.</summary>
// It flows with the asynchronous calls in its scope. Uses timestamps, since the wall clock may be adjusted.
internal static class CallDeadline
{
    private static readonly AsyncLocal<Scope?> Current = new();

    /// <summary>The remaining time, which may be negative; null outside of mounts.</summary>
    public static TimeSpan? Remaining => Current.Value?.Remaining();

    /// <summary>When the mount arrived, as a timestamp; null outside of mounts.</summary>
    public static long? Began => Current.Value?.Began;

    public static IDisposable Begin(TimeSpan allowed, TimeProvider time)
    {
        var began = time.GetTimestamp();
        return Begin(new Scope(() => allowed - time.GetElapsedTime(began), began, Current.Value));
    }

    /// <summary>Sets a limit, which may change, for all calls that begin before the scope is disposed of.</summary>
    public static IDisposable Begin(Func<TimeSpan?> remaining) => Begin(new Scope(remaining, Began, Current.Value));

    private static Scope Begin(Scope scope) => Current.Value = scope;

    private sealed record Scope(Func<TimeSpan?> Remaining, long? Began, Scope? Outer) : IDisposable
    {
        public void Dispose() => Current.Value = Outer;
    }
}
