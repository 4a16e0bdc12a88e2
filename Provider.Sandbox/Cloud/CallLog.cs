using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>
/// Every call that reached the stand-in, in order of arrival: what is cached and what is retried is seen and waited
/// for.
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

    /// <summary>Notes a call when it arrives, before the response.</summary>
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
    /// Notes the status before the response is sent: whoever has the response finds it here. The first status counts.
    /// </summary>
    public void Complete(RecordedCall call, int status)
    {
        lock (gate)
        {
            // A call that was under way while the log was cleared is no longer here.
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

    /// <summary>Waits until so many calls of a service are over.</summary>
    public Task WaitForAsync(string service, int count, CancellationToken cancellationToken) =>
        WaitForAsync(call => call.Service == service && call.IsOver, count, cancellationToken);

    /// <summary>
    /// Waits until so many calls fit. What does not ask whether a call is over fits as soon as it arrives.
    /// </summary>
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

    // Continuations run elsewhere: a waiter must not run inside the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
