using Provider.Sharing;

namespace Provider.Tests.Sharing;

public sealed class TurnsTests
{
    private readonly Turns turns = new(4);

    [Fact]
    public async Task So_many_go_at_once_and_the_next_when_one_has_ended()
    {
        var first = await Take(1);
        await Take(3);
        var next = Take(1);
        Assert.False(next.IsCompleted);

        first.Dispose();

        await next;
    }

    [Fact]
    public async Task One_that_counts_as_several_is_not_overtaken_by_those_that_need_little()
    {
        var first = await Take(1);
        var heavy = Take(4);
        var light = Take(1);
        Assert.False(heavy.IsCompleted || light.IsCompleted);

        first.Dispose();
        (await heavy).Dispose();

        await light;
    }

    [Fact]
    public async Task One_that_counts_as_more_than_there_are_takes_all()
    {
        var all = await Take(1_000_000);
        var next = Take(1);
        Assert.False(next.IsCompleted);

        all.Dispose();

        await next;
    }

    [Fact]
    public async Task Who_gives_up_waiting_lets_the_others_pass()
    {
        await Take(3);
        using var gone = new CancellationTokenSource();
        var heavy = turns.TakeAsync(4, gone.Token);
        var light = Take(1);
        Assert.False(light.IsCompleted);

        await gone.CancelAsync();

        await light;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => heavy);
    }

    [Fact]
    public async Task A_turn_is_given_back_once_however_often_it_is_disposed_of()
    {
        var whole = await Take(4);
        whole.Dispose();
        whole.Dispose();

        await Take(4);
        Assert.False(Take(1).IsCompleted);
    }

    [Fact]
    public async Task Nobody_is_lost_and_never_too_many_go_whatever_the_order()
    {
        var under = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 500).Select(async number =>
        {
            var weight = 1 + (number % 4);
            using var turn = await Take(weight);
            most = Math.Max(most, Interlocked.Add(ref under, weight));
            await Task.Yield();
            Interlocked.Add(ref under, -weight);
        }));

        Assert.InRange(most, 1, 4);
        Assert.Equal(0, under);
    }

    private Task<IDisposable> Take(int weight) => turns.TakeAsync(weight, Patience.Limit);
}
