using Microsoft.Extensions.Time.Testing;
using Provider.Hosting;

namespace Provider.Tests.Hosting;

public sealed class IdleTrimTests
{
    private const long MiB = 1024 * 1024;

    private readonly FakeTimeProvider time = new();
    private long allocated;
    private int trims;

    [Fact]
    public void Memory_is_given_back_once_after_a_burst()
    {
        using var trim = New();
        for (var mount = 0; mount < 40; mount++)
        {
            Mount(trim, MiB);
        }

        Assert.Equal(0, trims);
        time.Advance(IdleTrim.Delay);
        Assert.Equal(1, trims);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, trims);
    }

    [Fact]
    public void A_provider_that_is_never_quiet_is_trimmed_once_a_minute()
    {
        using var trim = New();
        for (var second = 0; second < 600; second++)
        {
            Mount(trim, MiB);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(trims, 9, 11);
    }

    [Fact]
    public void A_provider_that_does_next_to_nothing_is_left_alone()
    {
        using var trim = New();
        Mount(trim, MiB / 2);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, trims);
    }

    [Fact]
    public void Each_burst_is_followed_by_a_trim()
    {
        using var trim = New();
        for (var burst = 1; burst <= 3; burst++)
        {
            Mount(trim, 20 * MiB);
            time.Advance(IdleTrim.Pause);
            Assert.Equal(burst, trims);
        }
    }

    private IdleTrim New() => new(time, () => allocated, () => trims++);

    private void Mount(IdleTrim trim, long bytes)
    {
        allocated += bytes;
        trim.MountEnded();
    }
}
