namespace Provider.Sharing;

/// <summary>Makes equal calls that are under way at the same time once, for everybody who waits.</summary>
/// <remarks>
/// The call belongs to all who wait for it: one of them giving up does not end it for the others, and it ends when the last one
/// has given up: that one still hears what the call ends with, since it says more than that time ran out. Nothing is kept once
/// it is done.
/// </remarks>
/// <typeparam name="TKey">What makes two calls equal.</typeparam>
/// <typeparam name="TResult">What they give.</typeparam>
/// <param name="time">The clock.</param>
internal sealed class SharedCalls<TKey, TResult>(TimeProvider time)
    where TKey : notnull
{
    /// <summary>How long a canceled call may take to end. It should be at once; nobody waits for one that does not.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Call> running = [];

    /// <summary>Joins the call that is under way for a key, or starts it.</summary>
    /// <param name="key">What makes the call equal to another.</param>
    /// <param name="call">Makes the call; its token is canceled once nobody waits any more.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    public async Task<TResult> RunAsync(
        TKey key, Func<CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var joined = Join(key, call);
        await UntilDoneAsync(joined.Result, cancellationToken);
        if (Leave(key, joined) && !joined.Result.IsCompleted)
        {
            await Task.WhenAny(joined.Result, Task.Delay(LastWords, time, CancellationToken.None));
        }

        return joined.Result.IsCompleted ? await joined.Result : throw new OperationCanceledException(cancellationToken);
    }

    // What the call ends in is thrown later, to whoever is there; here only its end counts.
    private static async Task UntilDoneAsync(Task call, CancellationToken cancellationToken) =>
        await call.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Call Join(TKey key, Func<CancellationToken, Task<TResult>> call)
    {
        lock (gate)
        {
            // A call that has ended is not joined: its answer was for those who asked before it came.
            if (!running.TryGetValue(key, out var joined) || joined.Result.IsCompleted)
            {
                joined = new Call(call);
                running[key] = joined;
            }

            joined.Waiting++;
            return joined;
        }
    }

    private bool Leave(TKey key, Call joined)
    {
        lock (gate)
        {
            if (--joined.Waiting > 0)
            {
                return false;
            }

            // Under the lock, so that nobody joins between the count and the removal and waits for a canceled call.
            if (running.GetValueOrDefault(key) == joined)
            {
                running.Remove(key);
            }
        }

        joined.End();
        return true;
    }

#pragma warning disable CA1001 // The source is disposed of when the call has ended.
    private sealed class Call
#pragma warning restore CA1001
    {
        private readonly CancellationTokenSource nobodyWaits = new();

        public Call(Func<CancellationToken, Task<TResult>> call) => Result = Task.Run(() => call(nobodyWaits.Token));

        public Task<TResult> Result { get; }

        public int Waiting { get; set; }

        public void End()
        {
            nobodyWaits.Cancel();
            // Observed here in case it fails after everybody has left; the source goes once nothing can use it.
            _ = Result.ContinueWith(
                ended =>
                {
                    _ = ended.Exception;
                    nobodyWaits.Dispose();
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
