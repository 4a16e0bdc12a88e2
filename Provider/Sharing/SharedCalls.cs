namespace Provider.Sharing;

/// <summary>Makes equal calls that are under way at the same time once, for everybody who waits.</summary>
/// <remarks>
/// The call belongs to all who wait for it: one of them giving up does not end it for the others, and it ends when the last one
/// has given up. Nothing is kept once it is done.
/// </remarks>
/// <typeparam name="TKey">What makes two calls equal.</typeparam>
/// <typeparam name="TResult">What they give.</typeparam>
internal sealed class SharedCalls<TKey, TResult>
    where TKey : notnull
{
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
        try
        {
            return await joined.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(key, joined);
        }
    }

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

    private void Leave(TKey key, Call joined)
    {
        lock (gate)
        {
            if (--joined.Waiting > 0)
            {
                return;
            }

            // Under the lock, so that nobody joins between the count and the removal and waits for a canceled call.
            if (running.GetValueOrDefault(key) == joined)
            {
                running.Remove(key);
            }
        }

        joined.End();
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
