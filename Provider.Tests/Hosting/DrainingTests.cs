using Microsoft.Extensions.Time.Testing;
using Provider.Hosting;

namespace Provider.Tests.Hosting;

public sealed class DrainingTests
{
    [Fact]
    public void Waiting_ends_at_once_and_mounts_a_little_before_the_servers_limit()
    {
        var time = new FakeTimeProvider();
        using var draining = new Draining(TimeSpan.FromSeconds(25), time);
        Assert.False(draining.Begun.IsCancellationRequested);

        draining.Begin();

        Assert.True(draining.Begun.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(22.9));
        Assert.False(draining.Over.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(draining.Over.IsCancellationRequested);
    }

    [Fact]
    public void A_timer_that_fires_as_the_provider_ends_does_no_harm()
    {
        var time = new LateTime();
        var draining = new Draining(TimeSpan.FromSeconds(25), time);
        draining.Begin();

        draining.Dispose();

        time.Fire!(null);
    }

    private sealed class LateTime : TimeProvider
    {
        public TimerCallback? Fire { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Fire = callback;
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
