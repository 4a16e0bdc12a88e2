using System.Collections.Immutable;

namespace Provider.Sharing;

/// <summary>Makes equal concurrent calls once, for every caller that waits.</summary>
// The call belongs to all callers that wait for it: one of them giving up does not end it for the others, its deadline
// is the latest of theirs, and it is canceled when the last one has given up. That caller still gets the call's result,
// which is more specific than a timeout. Nothing is stored once the call is done.
internal sealed class SharedCalls<TKey, TResult>(TimeProvider time)
    where TKey : notnull
{
    /// <summary>How long a canceled call may take to end.</summary>
    private static readonly TimeSpan EndOfCanceledCall = TimeSpan.FromSeconds(1);

    // Joining, leaving and the end of a call must see one state: a caller must never join a call that is being
    // canceled.
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Running> running = [];

    public int Count
    {
        get
        {
            lock (gate)
            {
                return running.Count;
            }
        }
    }

    /// <summary>Joins a call for one of the keys, or starts one. <c>allowed</c>: null for no deadline.</summary>
    public async Task<(TResult Result, bool IsStarted)> RunAsync(
        ImmutableArray<TKey> keys, Func<SharedCall, Task<TResult>> call, TimeSpan? allowed,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (joined, isStarted) = Join(keys, allowed);
        if (isStarted)
        {
            joined.Start(call);
        }

        await ((Task)joined.Result).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Leave(joined) && !joined.Result.IsCompleted)
        {
            await Task.WhenAny(joined.Result, Task.Delay(EndOfCanceledCall, time, CancellationToken.None));
        }

        return joined.Result.IsCompleted
            ? (await joined.Result, isStarted)
            : throw new OperationCanceledException(cancellationToken);
    }

    private (Running Call, bool IsStarted) Join(ImmutableArray<TKey> keys, TimeSpan? allowed)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                // A call that has ended is not joined: its result is for earlier callers only.
                if (running.TryGetValue(key, out var joined) && !joined.Result.IsCompleted)
                {
                    joined.Waiting++;
                    joined.Call.Extend(allowed);
                    return (joined, false);
                }
            }

            var started = new Running(keys, new SharedCall(allowed, time)) { Waiting = 1 };
            foreach (var key in keys)
            {
                running[key] = started;
            }

            return (started, true);
        }
    }

    // Whether it was the last caller.
    private bool Leave(Running joined)
    {
        lock (gate)
        {
            if (--joined.Waiting > 0)
            {
                return false;
            }

            foreach (var key in joined.Keys)
            {
                // Another call may have replaced one that had ended.
                if (running.GetValueOrDefault(key) == joined)
                {
                    running.Remove(key);
                }
            }
        }

        joined.Call.End(joined.Result);
        return true;
    }

    private sealed class Running(ImmutableArray<TKey> keys, SharedCall call)
    {
        // Completed asynchronously: a caller's continuation must not run inside the call.
        private readonly TaskCompletionSource<TResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ImmutableArray<TKey> Keys => keys;

        public SharedCall Call => call;

        public Task<TResult> Result => result.Task;

        public int Waiting { get; set; }

        public void Start(Func<SharedCall, Task<TResult>> make) => _ = Task.Run(async () =>
        {
            try
            {
                result.SetResult(await make(call));
            }
            catch (OperationCanceledException canceled)
            {
                result.SetCanceled(canceled.CancellationToken);
            }
#pragma warning disable CA1031 // Every exception is passed on to the callers that wait.
            catch (Exception error)
#pragma warning restore CA1031
            {
                result.SetException(error);
            }
        });
    }
}
