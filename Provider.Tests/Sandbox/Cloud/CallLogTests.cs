using System.Collections.Immutable;
using Provider.Sandbox.Cloud;

namespace Provider.Tests.Sandbox.Cloud;

public sealed class CallLogTests
{
    private readonly CallLog log = new(TimeProvider.System);

    private static CancellationToken Limit => Patience.Limit;

    [Fact]
    public void Calls_are_in_order_of_arrival_with_the_status_of_their_response()
    {
        var first = log.Begin(Call("vault"));
        var second = log.Begin(Call("nmi"));
        log.Complete(second, 404);

        Assert.Equal([("vault", 0, false), ("nmi", 404, true)],
            log.All.Select(call => (call.Service, call.Status, call.IsOver)));
        log.Complete(first, 200);
        Assert.Equal([200, 404], log.All.Select(call => call.Status));
        Assert.Equal(1, log.Count("nmi"));
    }

    [Fact]
    public void The_first_status_counts()
    {
        var call = log.Begin(Call("vault"));
        log.Complete(call, 200);
        log.Complete(call, 0);

        Assert.Equal(200, Assert.Single(log.All).Status);
    }

    [Fact]
    public async Task A_call_is_waited_for_until_it_arrives_or_until_it_is_over()
    {
        var arrives = log.WaitForAsync(call => call.Service == "vault", 1, Limit);
        var isOver = log.WaitForAsync("vault", 1, Limit);
        Assert.False(arrives.IsCompleted);

        var begun = log.Begin(Call("vault"));
        await arrives.WaitAsync(Limit);
        Assert.False(isOver.IsCompleted);

        log.Complete(begun, 0);
        await isOver.WaitAsync(Limit);
    }

    [Fact]
    public void A_call_that_was_under_way_while_the_log_was_cleared_is_forgotten()
    {
        var old = log.Begin(Call("vault"));
        log.Clear();
        var current = log.Begin(Call("vault"));
        log.Complete(old, 500);

        Assert.Equal(current, Assert.Single(log.All));
    }

    [Fact]
    public async Task A_wait_ends_with_its_token()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var waiting = log.WaitForAsync("vault", 1, leaving.Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static RecordedCall Call(string service) => new(
        service, "host", "GET", "/", ImmutableDictionary<string, string>.Empty, "",
        ImmutableDictionary<string, string>.Empty,
        ImmutableDictionary<string, string>.Empty, "");
}
