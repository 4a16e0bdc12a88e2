using Microsoft.Extensions.Time.Testing;
using Provider.Content;
using Provider.Content.Converting;

namespace Provider.Tests.Content;

public sealed class ConversionCacheTests
{
    private const int Item = 10_000;
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void What_is_not_used_any_more_is_dropped_by_a_timer()
    {
        using var cache = new ConversionCache(1_000_000, time);
        Add(cache, 1, "a");
        time.Advance(TimeSpan.FromSeconds(60));
        Add(cache, 2, "a");

        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, cache.Count);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_full_cache_drops_from_the_namespace_that_holds_most()
    {
        using var cache = new ConversionCache(10 * (Item + 1_000), time);
        Add(cache, 1, "small");
        for (var number = 2; number <= 40; number++)
        {
            Add(cache, number, "large");
        }

        Assert.True(cache.TryGet(Key(1), out _));
        Assert.False(cache.TryGet(Key(2), out _));
        Assert.True(cache.TryGet(Key(40), out _));
        Assert.InRange(cache.Count, 8, 10);
    }

    [Fact]
    public void An_item_larger_than_the_cache_is_not_cached()
    {
        using var cache = new ConversionCache(Item / 2, time);

        Add(cache, 1, "a");

        Assert.Equal(0, cache.Count);
    }

    private static ConversionKey Key(int number) => new((UInt128)number, 0);

    private static void Add(ConversionCache cache, int number, string owner) =>
        cache.Set(Key(number), owner, new ConvertedContent(new ObjectContent(new byte[Item]), Failure: null, Cost: 0));
}
