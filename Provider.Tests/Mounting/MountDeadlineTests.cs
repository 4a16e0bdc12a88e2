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

    [Fact]
    public void A_caller_without_a_deadline_gets_the_longest_mount() =>
        Assert.Equal(MountDeadline.Longest, MountDeadline.Allowed(DateTime.MaxValue, Now));
}
