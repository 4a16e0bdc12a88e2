using Microsoft.Extensions.Time.Testing;
using Provider.Mounting;

namespace Provider.Tests.Mounting;

public sealed class MountDeadlineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(120, 110)]
    [InlineData(112, 110)]
    [InlineData(60, 58)]
    [InlineData(8, 6)]
    [InlineData(4, 3)]
    [InlineData(1, 0.75)]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    public void A_mount_ends_a_little_before_its_caller_gives_up(double callerSeconds, double allowedSeconds)
    {
        var allowed = MountDeadline.Allowed(Now.UtcDateTime.AddSeconds(callerSeconds), Now);

        Assert.Equal(allowedSeconds, allowed.TotalSeconds, 6);
    }

    [Theory]
    [InlineData(120, 1, 109.85)]
    [InlineData(120, 100, 95)]
    [InlineData(120, 132, 90.2)]
    [InlineData(120, 134, 109.85)]
    [InlineData(12, 20, 7)]
    [InlineData(12, 32, 5.2)]
    [InlineData(12, 34, 9.85)]
    [InlineData(-5, 10, 0)]
    public void Mounts_that_come_together_end_one_after_the_other(
        double callerSeconds, int others, double allowedSeconds)
    {
        var allowed = MountDeadline.Allowed(Now.UtcDateTime.AddSeconds(callerSeconds), Now, others);

        Assert.Equal(allowedSeconds, allowed.TotalSeconds, 6);
    }

    // A namespace may have two thousand.
    [Fact]
    public void However_many_mounts_are_under_way_another_one_has_most_of_its_time() =>
        Assert.All(
            Enumerable.Range(0, 2_100),
            others => Assert.InRange(
                MountDeadline.Allowed(Now.UtcDateTime.AddSeconds(120), Now, others).TotalSeconds, 90, 110));

    [Fact]
    public void A_mount_that_has_ended_takes_no_time_of_the_next_ones()
    {
        var time = new FakeTimeProvider();
        var underWay = new MountsUnderWay();
        MountLifetime Begin() => new(underWay, DateTime.MaxValue, time, default, default);
        for (var mount = 0; mount < 10; mount++)
        {
            Begin().Dispose();
        }

        using var first = Begin();
        using var second = Begin();

        Assert.Equal(MountDeadline.Longest, first.Allowed);
        Assert.InRange(second.Allowed, MountDeadline.Longest / 2, MountDeadline.Longest - TimeSpan.FromTicks(1));
    }

    [Fact]
    public void A_caller_without_a_deadline_gets_the_longest_mount() =>
        Assert.Equal(MountDeadline.Longest, MountDeadline.Allowed(DateTime.MaxValue, Now));
}
