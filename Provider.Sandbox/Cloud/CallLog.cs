using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>
/// The calls that reached the simulated cloud, in order of arrival, so that tests can count them and wait for them.
/// </summary>
internal sealed class CallLog(TimeProvider time)
{
    private readonly WatchedList<RecordedCall> calls = new();
    private int cleared;

    public ImmutableList<RecordedCall> All => calls.Items;

    /// <summary>Adds a call when it arrives, before the response.</summary>
    public RecordedCall Begin(RecordedCall call)
    {
        var numbered = call;
        calls.Change(all =>
        {
            numbered = call with { Number = cleared + all.Count, Time = time.GetUtcNow() };
            return all.Add(numbered);
        });
        return numbered;
    }

    /// <summary>
    /// Sets the status before the response is sent, so that it is here when the client has the response. Later calls
    /// have no effect.
    /// </summary>
    public void Complete(RecordedCall call, int status) => calls.Change(all =>
    {
        // A call that was in progress when the log was cleared is not in the log.
        var index = call.Number - cleared;
        return index >= 0 && !all[index].IsOver
            ? all.SetItem(index, call with { Status = status, IsOver = true })
            : all;
    });

    public void Clear() => calls.Change(all =>
    {
        cleared += all.Count;
        return [];
    });

    public int Count(string service) => Count(call => call.Service == service);

    public int Count(Func<RecordedCall, bool> matches) => All.Count(matches);

    /// <summary>Waits until a number of calls of a service have completed.</summary>
    public Task WaitForAsync(string service, int count, CancellationToken cancellationToken) =>
        WaitForAsync(call => call.Service == service && call.IsOver, count, cancellationToken);

    /// <summary>Waits until a number of calls match, in progress or completed.</summary>
    public async Task<IReadOnlyList<RecordedCall>> WaitForAsync(
        Func<RecordedCall, bool> matches, int count, CancellationToken cancellationToken) =>
        await calls.WaitForAsync(call => matches(call), count, cancellationToken);
}
