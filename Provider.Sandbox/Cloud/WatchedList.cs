using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>A list that changes on any thread, and whose changes can be waited for.</summary>
internal sealed class WatchedList<T>
{
    // The list and the signal change together, or a waiter could miss the change that it waits for.
    private readonly Lock gate = new();
    private ImmutableList<T> items = [];
    private TaskCompletionSource changed = NewSignal();

    public ImmutableList<T> Items
    {
        get
        {
            lock (gate)
            {
                return items;
            }
        }
    }

    /// <summary>Replaces the list; <paramref name="change"/> is called under the lock.</summary>
    public void Change(Func<ImmutableList<T>, ImmutableList<T>> change)
    {
        lock (gate)
        {
            items = change(items);
            changed.SetResult();
            changed = NewSignal();
        }
    }

    /// <summary>Waits until a number of items match, and returns them.</summary>
    public async Task<ImmutableList<T>> WaitForAsync(
        Predicate<T> matches, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                var matching = items.FindAll(matches);
                if (matching.Count >= count)
                {
                    return matching;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    // Continuations run asynchronously: a waiter must not run inside the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
