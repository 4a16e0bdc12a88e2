using Microsoft.Extensions.Time.Testing;
using Provider.Sharing;

namespace Provider.Tests.Sharing;

public sealed class BoundedCacheTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_full_cache_drops_the_least_recently_used_value()
    {
        var cache = new BoundedCache<int, int>(3, Idle, time);
        cache.Set(1, 1);
        cache.Set(2, 2);
        cache.Set(3, 3);
        Assert.True(cache.TryGet(1, out _));
        Assert.Equal(4, cache.GetOrAdd(4, key => key));

        Assert.Equal([1, 3, 4], Keys(cache, 1, 2, 3, 4));
    }

    [Fact]
    public void A_full_cache_drops_a_value_of_the_owner_that_has_most()
    {
        var cache = new BoundedCache<int, int>(10, Idle, time);
        cache.Set(0, 0, "quiet");
        for (var key = 1; key <= 1_000; key++)
        {
            cache.Set(key, key, "loud");
        }

        Assert.True(cache.TryGet(0, out _));
        Assert.Equal(10, cache.Count);
        Assert.Equal(Enumerable.Range(992, 9), Keys(cache, [.. Enumerable.Range(1, 1_000)]));
    }

    [Fact]
    public void A_full_cache_drops_values_of_the_owner_whose_values_weigh_most()
    {
        var cache = new BoundedCache<int, int>(100, Idle, time, value => value);
        cache.Set(1, 30, "heavy");
        cache.Set(2, 30, "heavy");
        for (var key = 3; key <= 12; key++)
        {
            cache.Set(key, 4, "light");
        }

        Assert.Equal(12, cache.Count);
        cache.Set(13, 25, "new");
        Assert.Equal([2, .. Enumerable.Range(3, 11)], Keys(cache, [.. Enumerable.Range(1, 13)]));
    }

    [Fact]
    public void A_value_that_weighs_more_than_all_may_is_not_cached_and_pushes_out_none()
    {
        var cache = new BoundedCache<int, int>(100, Idle, time, value => value);
        cache.Set(1, 60);
        cache.Set(2, 101);

        Assert.Equal([1], Keys(cache, 1, 2));
    }

    [Fact]
    public void What_a_removed_value_weighed_is_free_again()
    {
        var cache = new BoundedCache<int, int>(100, Idle, time, value => value);
        for (var round = 0; round < 10; round++)
        {
            cache.Set(1, 60);
            cache.Set(1, 60);
            cache.Set(2, 40);
            Assert.Equal([1, 2], Keys(cache, 1, 2));
            cache.Remove(2);
        }
    }

    [Fact]
    public void A_value_is_dropped_when_it_was_not_used_for_the_limit_and_a_use_begins_it_anew()
    {
        var cache = new BoundedCache<int, int>(10, Idle, time);
        cache.Set(1, 1, "a");
        cache.Set(2, 2, "b");
        time.Advance(Idle);
        Assert.True(cache.TryGet(1, out _));
        time.Advance(TimeSpan.FromTicks(1));
        cache.DropIdle();

        Assert.Equal(1, cache.Count);
        Assert.Equal([1], Keys(cache, 1, 2));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("get or add")]
    [InlineData("set")]
    public void Every_use_drops_what_was_not_used_for_the_limit(string use)
    {
        var cache = new BoundedCache<int, int>(10, Idle, time);
        cache.Set(1, 1, "a");
        cache.Set(2, 2, "b");
        time.Advance(Idle + TimeSpan.FromTicks(1));
        var expected = use == "get" ? 0 : 1;
        switch (use)
        {
            case "get":
                Assert.False(cache.TryGet(1, out _));
                break;
            case "set":
                cache.Set(3, 3);
                break;
            default:
                Assert.Equal(4, cache.GetOrAdd(1, _ => 4));
                break;
        }

        Assert.Equal(expected, cache.Count);
    }

    [Fact]
    public void Only_values_that_a_condition_is_true_for_are_removed()
    {
        var cache = new BoundedCache<int, string>(10, Idle, time);
        cache.Set(1, "one");
        cache.Set(2, "two");
        cache.Set(3, "one");

        cache.RemoveAll((key, value) => key > 1 && value == "one");

        Assert.Equal([1, 2], Keys(cache, 1, 2, 3));
    }

    [Fact]
    public void An_owner_without_values_is_not_kept_in_memory()
    {
        var cache = new BoundedCache<int, int>(10, Idle, time);
        var owner = Owner.Use(name =>
        {
            cache.Set(1, 1, name);
            cache.Remove(1);
        });

        Assert.True(owner.IsCollected());
        GC.KeepAlive(cache);
    }

    [Fact]
    public void A_value_is_removed_by_itself_and_not_when_another_has_taken_its_place()
    {
        var cache = new BoundedCache<int, string>(10, Idle, time);
        cache.Set(1, "old");
        cache.Set(1, "new");
        cache.Remove(1, "old");
        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal("new", value);

        cache.Remove(1, "new");
        Assert.False(cache.TryGet(1, out _));
    }

    private static IEnumerable<int> Keys<T>(BoundedCache<int, T> cache, params int[] keys) =>
        [.. keys.Where(key => cache.TryGet(key, out _))];
}
