using Provider.Sharing;

namespace Provider.Tests.Sharing;

public sealed class WeightedSemaphoreTests
{
    private readonly WeightedSemaphore semaphore = new(8);

    [Fact]
    public async Task Permits_that_are_given_back_go_to_the_next_in_the_queue()
    {
        var first = await Take("a", 4);
        var second = Take("a", 1);
        var third = Take("a", 4);
        Assert.False(second.IsCompleted);

        first.Dispose();
        (await second).Dispose();

        await third;
    }

    [Fact]
    public async Task An_owner_holds_half_at_most_although_the_rest_is_free()
    {
        await Take("a", 3);
        await Take("a", 1);

        Assert.False(Take("a", 1).IsCompleted);
        await Take("b", 4);
    }

    [Fact]
    public async Task The_owner_that_holds_least_is_served_next_whoever_came_first()
    {
        var permits = await Take("a", 4);
        var others = await Take("c", 4);
        var more = Enumerable.Range(0, 50).Select(_ => Take("a", 1)).ToList();
        var small = Take("b", 1);

        permits.Dispose();

        await small;
        await Task.WhenAll(more.Take(3));
        Assert.False(more[3].IsCompleted);
        others.Dispose();
    }

    [Fact]
    public async Task Owners_take_turns_at_a_single_permit_however_long_the_queue_of_one_is()
    {
        var single = new WeightedSemaphore(1);
        var order = new List<string>();
        var first = await single.WaitAsync("a", 1, Patience.Limit);
        var waiting = Enumerable.Repeat("a", 5).Append("b").Append("b").Select(async owner =>
        {
            using var permit = await single.WaitAsync(owner, 1, Patience.Limit);
            order.Add(owner);
        }).ToList();

        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["b", "a", "b", "a", "a", "a", "a"], order);
    }

    [Fact]
    public async Task A_request_for_many_permits_is_not_overtaken_by_those_for_few()
    {
        var first = await Take("a", 4);
        await Take("b", 2);
        var heavy = Take("c", 4);
        var light = Take("b", 1);
        Assert.False(heavy.IsCompleted || light.IsCompleted);

        first.Dispose();

        await heavy;
        await light;
    }

    [Fact]
    public async Task A_request_for_more_than_the_share_gets_the_share()
    {
        var all = await Take("a", 1_000_000);
        var next = Take("a", 1);
        Assert.False(next.IsCompleted);

        all.Dispose();

        await next;
    }

    [Fact]
    public async Task A_request_that_is_canceled_lets_the_others_pass()
    {
        await Take("a", 3);
        using var gone = new CancellationTokenSource();
        var heavy = semaphore.WaitAsync("a", 4, gone.Token);
        var light = Take("a", 1);
        Assert.False(light.IsCompleted);

        await gone.CancelAsync();

        await light;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => heavy);
    }

    [Fact]
    public async Task Permits_are_given_back_once_however_often_they_are_disposed_of()
    {
        var all = await Take("a", 4);
        all.Dispose();
        all.Dispose();

        await Take("a", 4);
        Assert.False(Take("a", 1).IsCompleted);
    }

    [Fact]
    public void An_owner_without_permits_and_requests_is_not_kept_in_memory()
    {
        var owner = Owner.Use(name => semaphore.TryTake(name, 1)!.Dispose());

        Assert.True(owner.IsCollected());
        Assert.NotNull(semaphore.TryTake("a", 4));
    }

    [Fact]
    public async Task Taking_without_a_wait_fails_when_nothing_is_free_and_leaves_no_trace()
    {
        var all = semaphore.TryTake("a", 4);
        Assert.NotNull(all);
        Assert.Null(semaphore.TryTake("a", 1));

        all.Dispose();

        await Take("a", 4);
    }

    [Fact]
    public async Task A_larger_semaphore_serves_those_that_wait()
    {
        await Take("a", 4);
        var next = Take("a", 1);

        semaphore.Resize(10);

        await next;
    }

    [Fact]
    public async Task A_smaller_semaphore_serves_no_request_until_enough_are_given_back_and_none_waits_forever()
    {
        var first = await Take("a", 4);
        var heavy = Take("b", 4);
        await heavy;
        var next = Take("c", 4);
        semaphore.Resize(4);

        first.Dispose();
        Assert.False(next.IsCompleted);
        (await heavy).Dispose();

        await next;
        Assert.False(Take("c", 1).IsCompleted);
        await Take("a", 2);
    }

    [Fact]
    public async Task No_request_is_lost_and_never_too_many_permits_are_out_whatever_the_order()
    {
        var under = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 500).Select(async number =>
        {
            var weight = 1 + (number % 4);
            using var permits = await Take($"{number % 7}", weight);
            most = Math.Max(most, Interlocked.Add(ref under, weight));
            await Task.Yield();
            Interlocked.Add(ref under, -weight);
        }));

        Assert.InRange(most, 1, 8);
        Assert.Equal(0, under);
    }

    private Task<IDisposable> Take(string owner, int weight) => semaphore.WaitAsync(owner, weight, Patience.Limit);
}
