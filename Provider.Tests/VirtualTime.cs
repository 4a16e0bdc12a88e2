using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Provider.Tests;

/// <summary>
/// A clock that stands still while something happens and jumps to the next end of a wait when nothing does.
/// </summary>
internal sealed class VirtualTime : FakeTimeProvider
{
    private readonly Channel<Wait> begun = Channel.CreateUnbounded<Wait>();
    private readonly List<Wait> waits = [];

    /// <summary>How far it has come.</summary>
    public TimeSpan Elapsed => GetUtcNow() - Start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            // Nothing waits for it.
            return timer;
        }

        var wait = new Wait(timer, GetUtcNow() + dueTime);
        lock (waits)
        {
            waits.Add(wait);
        }

        // A timer that is not set yet ends nothing.
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            begun.Writer.TryWrite(wait);
        }

        return wait;
    }

    /// <summary>Runs something under a deadline, every wait of it taking no time.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> run, TimeSpan? deadline = null)
    {
        using var ends = new CancellationTokenSource(deadline ?? TimeSpan.FromSeconds(110), this);
        while (begun.Reader.TryRead(out _))
        {
            // The deadline's own timer, and what was left of an earlier run.
        }

        var task = Task.Run(() => run(ends.Token));
        while (!task.IsCompleted)
        {
            // Not read here: a read that the task's end leaves behind would take the next run's wait.
            await Task.WhenAny(task, begun.Reader.WaitToReadAsync(Patience.Limit).AsTask());
            if (begun.Reader.TryRead(out _) && !task.IsCompleted && Next() is { } next && next > GetUtcNow())
            {
                Advance(next - GetUtcNow());
            }
        }

        return await task;
    }

    private DateTimeOffset? Next()
    {
        lock (waits)
        {
            waits.RemoveAll(wait => wait.IsOver || wait.Due <= GetUtcNow());
            return waits.Count == 0 ? null : waits.Min(wait => wait.Due);
        }
    }

    private sealed class Wait(ITimer timer, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due { get; private set; } = due;

        public bool IsOver { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            IsOver = dueTime == Timeout.InfiniteTimeSpan;
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            IsOver = true;
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            IsOver = true;
            return timer.DisposeAsync();
        }
    }
}
