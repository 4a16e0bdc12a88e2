using Microsoft.Extensions.Time.Testing;
using Provider.Sharing;

namespace Provider.Tests.Sharing;

/// <summary>Callers that give up, and when their call ends.</summary>
public sealed class SharedCallEndTests
{
    private readonly FakeTimeProvider time = new();
    private readonly SharedCalls<string, string> calls;
    private readonly TaskCompletionSource<string> response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SharedCallEndTests() => calls = new SharedCalls<string, string>(time);

    [Fact]
    public async Task A_caller_that_has_given_up_before_starts_no_call()
    {
        var isStarted = false;
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.RunAsync(
            ["a"], _ => { isStarted = true; return response.Task; }, null, gone.Token));

        Assert.Equal((0, false), (calls.Count, isStarted));
    }

    [Fact]
    public async Task The_last_caller_waits_a_second_for_a_canceled_call_that_does_not_end()
    {
        var clock = new VirtualTime();
        var shared = new SharedCalls<string, string>(clock);
        async Task<string> Stubborn(SharedCall call)
        {
            await Task.Delay(TimeSpan.FromSeconds(60), clock, CancellationToken.None);
            return "late";
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clock.RunAsync(
            ended => shared.RunAsync(["a"], Stubborn, null, ended), deadline: TimeSpan.FromSeconds(5)));

        Assert.Equal(TimeSpan.FromSeconds(6), clock.Elapsed);
    }

    [Fact]
    public async Task One_caller_that_gives_up_does_not_end_the_call_and_the_last_one_does()
    {
        using var gone = new CancellationTokenSource();
        using var last = new CancellationTokenSource();
        var started = new TaskCompletionSource<SharedCall>();
        async Task<string> Call(SharedCall call)
        {
            started.SetResult(call);
            await Task.Delay(Timeout.InfiniteTimeSpan, call.Abandoned);
            return "never";
        }

        var first = calls.RunAsync(["a"], Call, null, gone.Token);
        var call = await started.Task.WaitAsync(Patience.Limit);
        var second = calls.RunAsync(["a"], Call, null, last.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(call.Abandoned.IsCancellationRequested);

        var abandoned = call.Abandoned;
        await last.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.True(abandoned.IsCancellationRequested);
        Assert.Equal(0, calls.Count);
    }

    [Fact]
    public async Task The_last_caller_gets_what_a_canceled_call_ends_with()
    {
        using var gone = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var waiting = calls.RunAsync(
            ["a"],
            async call =>
            {
                started.SetResult();
                await ((Task)Task.Delay(Timeout.InfiniteTimeSpan, call.Abandoned)).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing);
                return "the reason";
            },
            null, gone.Token);
        await started.Task.WaitAsync(Patience.Limit);

        await gone.CancelAsync();

        Assert.Equal("the reason", (await waiting).Result);
    }

    [Fact]
    public async Task The_deadline_is_the_latest_of_those_who_wait()
    {
        var started = new TaskCompletionSource<SharedCall>();
        var first =
            calls.RunAsync(["a"], call => { started.SetResult(call); return response.Task; }, TimeSpan.FromSeconds(5),
                Patience.Limit);
        var call = await started.Task.WaitAsync(Patience.Limit);
        Assert.Equal(TimeSpan.FromSeconds(5), call.Remaining);

        var second = Run("a", TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.FromSeconds(60), call.Remaining);
        var third = Run("a", TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(50), call.Remaining);
        var fourth = Run("a");
        Assert.Null(call.Remaining);

        response.SetResult("value");
        await Task.WhenAll(first, second, third, fourth);
    }

    private Task<(string Result, bool IsStarted)> Run(string key, TimeSpan? allowed = null) =>
        calls.RunAsync([key], _ => response.Task, allowed, Patience.Limit);
}
