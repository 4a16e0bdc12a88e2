using Microsoft.Extensions.Time.Testing;
using Provider.Hosting;

namespace Provider.Tests.Hosting;

public sealed class IdleTrimTests
{
    private const long MiB = 1024 * 1024;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider time = new();
    private long allocated;
    private int trims;

    [Fact]
    public void Memory_is_given_back_once_when_a_burst_is_over()
    {
        using var trim = new IdleTrim(Every, time, () => allocated, () => trims++);
        Pass(50 * MiB);
        Assert.Equal(0, trims);
        Pass(0);
        Assert.Equal(1, trims);
        Pass(0);
        Pass(0);
        Assert.Equal(1, trims);
    }

    [Fact]
    public void A_provider_that_is_busy_is_not_interrupted()
    {
        using var trim = new IdleTrim(Every, time, () => allocated, () => trims++);
        for (var look = 0; look < 100; look++)
        {
            Pass(2 * MiB);
        }

        Assert.Equal(0, trims);
    }

    [Fact]
    public void A_provider_that_does_next_to_nothing_is_left_alone()
    {
        using var trim = new IdleTrim(Every, time, () => allocated, () => trims++);
        Pass(MiB / 2);
        Pass(0);
        Assert.Equal(0, trims);
    }

    [Fact]
    public void Each_burst_is_cleaned_up_behind()
    {
        using var trim = new IdleTrim(Every, time, () => allocated, () => trims++);
        for (var burst = 1; burst <= 3; burst++)
        {
            Pass(20 * MiB);
            Pass(0);
            Assert.Equal(burst, trims);
        }
    }

    private void Pass(long bytes)
    {
        allocated += bytes;
        time.Advance(Every);
    }
}
