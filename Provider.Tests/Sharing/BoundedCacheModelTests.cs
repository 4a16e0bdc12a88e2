using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Provider.Sharing;

namespace Provider.Tests.Sharing;

/// <summary>The cache beside a model of it, and under many threads.</summary>
public sealed class BoundedCacheModelTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new();

    // One owner, one thread: the cache must do what a list in the order of use does.
    [Fact]
    public void It_does_what_a_list_in_the_order_of_use_does() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5]).Array[0, 60].Sample(
            steps =>
            {
                var cache = new BoundedCache<int, int>(4, Idle, time);
                List<int> expected = [];
                foreach (var (step, key) in steps)
                {
                    Apply(step, key, cache, expected);
                }

                return cache.Count == expected.Count && expected.Order()
                    .SequenceEqual(Keys(cache, 0, 1, 2, 3, 4, 5).Order());
            });

    [Fact]
    public void Many_threads_never_see_more_than_the_capacity_nor_another_keys_value() =>
        Gen.Int[0, 9].Array[40, 80].Array[4].Sample(
            threads =>
            {
                var cache = new BoundedCache<int, int>(5, Idle, time);
                var isRight = true;
                Parallel.ForEach(threads, keys =>
                {
                    foreach (var key in keys)
                    {
                        isRight &= cache.GetOrAdd(key, made => made, $"{key % 3}") == key && cache.Count <= 5;
                        cache.Remove(key + 1);
                        cache.Set(key, key, $"{key % 2}");
                    }
                });
                return isRight;
            },
            iter: 50);

    private static void Apply(int step, int key, BoundedCache<int, int> cache, List<int> expected)
    {
        var isKnown = expected.Contains(key);
        switch (step)
        {
            case 0 when isKnown == cache.TryGet(key, out _):
                Use(key, isKnown, expected);
                break;
            case 1:
                cache.Set(key, key);
                Add(key, expected);
                break;
            case 2:
                cache.GetOrAdd(key, made => made);
                Add(key, expected);
                break;
            case 3:
                cache.Remove(key);
                expected.Remove(key);
                break;
            default:
                Assert.Fail("The cache and the list differ.");
                break;
        }
    }

    private static void Use(int key, bool isKnown, List<int> expected)
    {
        if (isKnown)
        {
            Add(key, expected);
        }
    }

    private static void Add(int key, List<int> expected)
    {
        expected.Remove(key);
        expected.Insert(0, key);
        if (expected.Count > 4)
        {
            expected.RemoveAt(4);
        }
    }

    private static IEnumerable<int> Keys(BoundedCache<int, int> cache, params int[] keys) =>
        [.. keys.Where(key => cache.TryGet(key, out _))];
}
