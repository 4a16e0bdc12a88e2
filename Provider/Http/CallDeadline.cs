namespace Provider.Http;

/// <summary>How much time the calls of a mount still have, so that no wait begins that cannot end in time.</summary>
/// <remarks>It flows with the asynchronous calls that are made in its scope. Monotonic: the wall clock may be corrected.</remarks>
internal static class CallDeadline
{
    private static readonly AsyncLocal<Func<TimeSpan?>?> Current = new();

    /// <summary>The time that is left, which may have become negative; none outside of mounts.</summary>
    public static TimeSpan? Remaining => Current.Value?.Invoke();

    /// <summary>Gives a time limit to all calls that are begun before the scope is disposed of.</summary>
    public static IDisposable Begin(TimeSpan allowed, TimeProvider time)
    {
        var started = time.GetTimestamp();
        return Begin(() => allowed - time.GetElapsedTime(started));
    }

    /// <summary>Gives a limit that may change to all calls that are begun before the scope is disposed of.</summary>
    public static IDisposable Begin(Func<TimeSpan?> remaining)
    {
        var outer = Current.Value;
        Current.Value = remaining;
        return new Scope(outer);
    }

    private sealed class Scope(Func<TimeSpan?>? outer) : IDisposable
    {
        public void Dispose() => Current.Value = outer;
    }
}
