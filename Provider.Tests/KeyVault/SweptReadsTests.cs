using System.Collections.Immutable;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>When cached results leave memory by themselves, and that no timer runs without any.</summary>
public sealed class SweptReadsTests
{
    private static readonly ReadKey Key =
        new(new VaultHost("demo.vault.azure.net", 443), ObjectType.Secret, "one", null, 1);

    private static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(30);

    private readonly TickingTime time = new();

    [Theory]
    [InlineData("one")]
    [InlineData("")] // A list of the vault.
    public async Task Nothing_stays_cached_and_no_timer_runs_once_all_results_are_old(string name)
    {
        using var reads = new SharedReads(CacheFor, time);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, time.Ticks);

        await GetAsync(reads, time, name);
        Assert.Equal(1, reads.Cached);
        // The first sweep comes when they are just not too old.
        time.Advance(CacheFor);
        time.Advance(CacheFor);
        Assert.Equal(0, reads.Cached);
        var ticks = time.Ticks;
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ticks, time.Ticks);

        await GetAsync(reads, time, name);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, reads.Cached);
    }

    [Fact]
    public async Task A_list_that_is_old_is_dropped_also_while_objects_are_read()
    {
        using var reads = new SharedReads(CacheFor, time);
        await GetAsync(reads, time, "");
        for (var number = 0; number < 4; number++)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            await GetAsync(reads, time, $"object-{number}");
        }

        // The last two objects.
        Assert.Equal(2, reads.Cached);
    }

    [Fact]
    public async Task Nothing_is_cached_when_caching_is_turned_off()
    {
        var clock = new TimeWithoutTimers();
        using var reads = new SharedReads(TimeSpan.Zero, clock);

        Assert.Equal(1, await GetAsync(reads, clock, "one"));
        Assert.Equal(1, await GetAsync(reads, clock, "one"));

        Assert.Equal(0, reads.Cached);
        Assert.Equal(0, clock.Set);
    }

    [Fact]
    public async Task No_timer_runs_once_reading_has_ended()
    {
        using (var reads = new SharedReads(CacheFor, time))
        {
            await GetAsync(reads, time, "one");
        }

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, time.Ticks);
    }

    // How often the vault was asked.
    private static async Task<int> GetAsync(SharedReads reads, TimeProvider time, string name)
    {
        var asked = 0;
        var mount = new ReadingMount(
            "shop", reads.Credential(new SecretText("a")), IsRemount: true, time.GetTimestamp());
        await reads.GetAsync(
            new MountRead(Key with { Name = name }, mount, (_, _) =>
            {
                asked++;
                return Task.FromResult<ImmutableArray<VaultObject>>(
                    [name.Length == 0 ? new VaultListing([]) : new VaultSecret("v", new SecretText(""), null, false)]);
            }),
            Patience.Limit);
        return asked;
    }

    // A timer that begins anew at once, in a clock that stands still, would never end.
    private sealed class TimeWithoutTimers : TimeProvider
    {
        public int Set { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Timer(() => Set++);

        private sealed class Timer(Action set) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                set();
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
