using Microsoft.Extensions.Time.Testing;
using Provider.KeyVault;

namespace Provider.Tests.KeyVault;

/// <summary>How long a read waits that follows another one of the same.</summary>
public sealed class ReadGatheringTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_read_that_follows_no_other_does_not_wait() =>
        Assert.Equal(new ReadGathering(0, TimeSpan.Zero), ReadGathering.After(null, time));

    [Fact]
    public void A_read_waits_as_long_as_the_one_before_it_took_and_twice_as_long_each_time()
    {
        double[] waits = [.. Enumerable.Range(0, 6).Select(generation => Wait(TimeSpan.FromMilliseconds(20),
            generation))];

        Assert.Equal([20, 40, 80, 160, 250, 250], waits);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(60_000, 250)]
    public void The_wait_is_neither_too_short_to_gather_anything_nor_long(int took, double wait) =>
        Assert.Equal(wait, Wait(TimeSpan.FromMilliseconds(took), 0));

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1001, 0)]
    public void A_read_that_comes_a_second_later_begins_anew(int later, int generation)
    {
        var earlier = Ended(TimeSpan.FromMilliseconds(20), 0);
        time.Advance(TimeSpan.FromMilliseconds(later));

        Assert.Equal(generation, ReadGathering.After(earlier, time).Generation);
    }

    private double Wait(TimeSpan took, int generation) =>
        ReadGathering.After(Ended(took, generation), time).Wait.TotalMilliseconds;

    private ReadOutcome Ended(TimeSpan took, int generation)
    {
        var asked = time.GetTimestamp();
        time.Advance(took);
        return new ReadOutcome(asked, time.GetTimestamp(), generation, default);
    }
}
