using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>Every call that was made to the stand-in, so that what is cached and what is retried can be seen.</summary>
internal sealed class CallLog
{
    private readonly Lock gate = new();
    private ImmutableList<RecordedCall> calls = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>All calls so far, in the order they were answered.</summary>
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

    /// <summary>Adds a call.</summary>
    /// <param name="call">The call.</param>
    public void Add(RecordedCall call)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            calls = calls.Add(call);
            signal = changed;
            changed = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>Forgets all calls.</summary>
    public void Clear()
    {
        lock (gate)
        {
            calls = [];
        }
    }

    /// <summary>How many calls a service was sent.</summary>
    /// <param name="service">The service.</param>
    public int Count(string service) => All.Count(call => call.Service == service);

    /// <summary>Waits until a service was sent so many calls.</summary>
    /// <param name="service">The service.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForAsync(string service, int count, CancellationToken cancellationToken) =>
        WaitUntilAsync(all => all.Count(call => call.Service == service) >= count, cancellationToken);

    /// <summary>Waits until there are more calls than somebody knows.</summary>
    /// <param name="known">How many are known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForMoreAsync(int known, CancellationToken cancellationToken) =>
        WaitUntilAsync(all => all.Count > known, cancellationToken);

    private async Task WaitUntilAsync(Func<ImmutableList<RecordedCall>, bool> isEnough, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (isEnough(calls))
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
