using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Provider.Tests.KeyVault;

/// <summary>A clock that reports when it is read and when a wait begins.</summary>
internal sealed class WatchedClock : FakeTimeProvider
{
    private readonly Channel<bool> reads = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> waits = Channel.CreateUnbounded<bool>();

    public override long GetTimestamp()
    {
        reads.Writer.TryWrite(true);
        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(true);
        return timer;
    }

    public Task<bool> WaitAsync() => waits.Reader.ReadAsync(Patience.Limit).AsTask();

    public async Task ReadTwiceAsync()
    {
        await reads.Reader.ReadAsync(Patience.Limit);
        await reads.Reader.ReadAsync(Patience.Limit);
    }

    public void ForgetReads()
    {
        while (reads.Reader.TryRead(out _))
        {
            // One less.
        }
    }
}
