using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>
/// The calls that reached the simulated cloud, in order of arrival, so that tests can count them and wait for them.
/// </summary>
internal sealed class CallLog(TimeProvider time)
{
    // Calls arrive on any thread: the list and the signal change together, or a waiter could miss the call it waits
    // for.
    private readonly Lock gate = new();
    private ImmutableList<RecordedCall> calls = [];
    private int forgotten;
    private TaskCompletionSource changed = NewSignal();

    public ImmutableList<RecordedCall> All
    {
        get
        {
            lock (gate)
            {
                return calls;
            }
        }
    }

    /// <summary>Adds a call when it arrives, before the response.</summary>
    public RecordedCall Begin(RecordedCall call)
    {
        lock (gate)
        {
            var numbered = call with { Number = forgotten + calls.Count, Time = time.GetUtcNow() };
            calls = calls.Add(numbered);
            Signal();
            return numbered;
        }
    }

    /// <summary>
    /// Sets the status before the response is sent, so that it is here when the client has the response. Later calls
    /// have no effect.
    /// </summary>
    public void Complete(RecordedCall call, int status)
    {
        lock (gate)
        {
            // A call that was in progress when the log was cleared is not in the log.
            var index = call.Number - forgotten;
            if (index >= 0 && !calls[index].IsOver)
            {
                calls = calls.SetItem(index, call with { Status = status, IsOver = true });
                Signal();
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            forgotten += calls.Count;
            calls = [];
        }
    }

    public int Count(string service) => Count(call => call.Service == service);

    public int Count(Func<RecordedCall, bool> fits) => All.Count(fits);

    /// <summary>Waits until a number of calls of a service have completed.</summary>
    public Task WaitForAsync(string service, int count, CancellationToken cancellationToken) =>
        WaitForAsync(call => call.Service == service && call.IsOver, count, cancellationToken);

    /// <summary>Waits until a number of calls match, in progress or completed.</summary>
    public async Task<IReadOnlyList<RecordedCall>> WaitForAsync(
        Func<RecordedCall, bool> fits, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                var fitting = calls.FindAll(call => fits(call));
                if (fitting.Count >= count)
                {
                    return fitting;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private void Signal()
    {
        changed.SetResult();
        changed = NewSignal();
    }

    // Continuations run asynchronously: a waiter must not run inside the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
