namespace Provider.Http;

/// <summary>How much time the calls of a mount still have, so that no wait begins that cannot end in time.</summary>
// It flows with the asynchronous calls that are made in its scope. Monotonic: the wall clock may be corrected.
internal static class CallDeadline
{
    private static readonly AsyncLocal<Scope?> Current = new();

    /// <summary>The time that is left, which may have become negative; null outside of mounts.</summary>
    public static TimeSpan? Remaining => Current.Value?.Remaining();

    /// <summary>When the mount came, as a timestamp; null outside of mounts.</summary>
    public static long? Began => Current.Value?.Began;

    public static IDisposable Begin(TimeSpan allowed, TimeProvider time)
    {
        var began = time.GetTimestamp();
        return Begin(new Scope(() => allowed - time.GetElapsedTime(began), began, Current.Value));
    }

    /// <summary>Gives a limit that may change to all calls that are begun before the scope is disposed of.</summary>
    public static IDisposable Begin(Func<TimeSpan?> remaining) => Begin(new Scope(remaining, Began, Current.Value));

    private static Scope Begin(Scope scope) => Current.Value = scope;

    private sealed record Scope(Func<TimeSpan?> Remaining, long? Began, Scope? Outer) : IDisposable
    {
        public void Dispose() => Current.Value = Outer;
    }
}
