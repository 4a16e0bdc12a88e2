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
}
