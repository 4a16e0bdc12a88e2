using System.Collections.Immutable;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Provider.Sharing;

namespace Provider.Tests.Sharing;

public sealed class SharedCallsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly SharedCalls<string, string> calls;
    private readonly TaskCompletionSource<string> response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SharedCallsTests() => calls = new SharedCalls<string, string>(time);

    [Fact]
    public async Task Callers_with_one_key_share_a_call_and_only_the_first_has_started_it()
    {
        var first = Run("a");
        var second = Run("a");
        response.SetResult("value");

        Assert.Equal(("value", true), await first);
        Assert.Equal(("value", false), await second);
        Assert.Equal(0, calls.Count);
    }

    [Fact]
    public async Task A_call_can_be_joined_by_any_of_its_keys()
    {
        var first = Run(["a", "b"]);

        Assert.False(Run("c").IsCompleted);
        var second = Run(["x", "b"]);
        response.SetResult("value");

        Assert.False((await second).IsStarted);
        Assert.True((await first).IsStarted);
    }

    [Fact]
    public async Task A_call_that_has_ended_is_not_joined()
    {
        response.SetResult("old");
        Assert.Equal(("old", true), await Run("a"));
        Assert.Equal(("new", true), await calls.RunAsync(["a"], _ => Task.FromResult("new"), null, Patience.Limit));
    }

    // The callers of the first call leave one after the other, and the first that has left starts the second call:
    // while others have not left the first one yet, it must neither be joined nor take the second one away.
    [Fact]
    public async Task Callers_that_come_while_others_leave_a_call_that_has_ended_share_a_new_one()
    {
        for (var round = 0; round < 50; round++)
        {
            var shared = new SharedCalls<string, string>(time);
            var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var second = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = 0;
            async Task<(string Result, bool IsStarted)> CallTwice()
            {
                Assert.Equal("first", (await shared.RunAsync(["a"], _ => first.Task, null, Patience.Limit)).Result);
                var again = shared.RunAsync(["a"], _ => second.Task, null, Patience.Limit);
                if (Interlocked.Increment(ref left) == 50)
                {
                    second.SetResult("second");
                }

                return await again;
            }

            var callers = Enumerable.Range(0, 50).Select(_ => CallTwice()).ToArray();
            first.SetResult("first");
            var results = await Task.WhenAll(callers);

            Assert.All(results, one => Assert.Equal("second", one.Result));
            Assert.Equal(1, results.Count(one => one.IsStarted));
            Assert.Equal(0, shared.Count);
        }
    }

    [Fact]
    public async Task A_failure_is_for_all_who_wait_and_for_no_later_caller()
    {
        var waiting = Enumerable.Range(0, 3).Select(_ => Run("a")).ToArray();
        response.SetException(new IOException("once"));

        foreach (var one in waiting)
        {
            await Assert.ThrowsAsync<IOException>(() => one);
        }

        Assert.Equal("new", (await calls.RunAsync(["a"], _ => Task.FromResult("new"), null, Patience.Limit)).Result);
    }

    [Fact]
    public void Whatever_the_order_every_caller_gets_its_keys_value_or_its_own_end_and_nothing_stays() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool).Array[1, 24].Sample(
            callers => InterleaveAsync(callers).GetAwaiter().GetResult(), iter: 200);

    private static async Task<bool> InterleaveAsync((int Key, int Yields, bool GivesUp)[] callers)
    {
        var shared = new SharedCalls<int, int>(TimeProvider.System);
        var results = await Task.WhenAll(callers.Select(caller => Task.Run(async () =>
        {
            using var end = new CancellationTokenSource();
            await YieldAsync(caller.Yields);
            var waiting = shared.RunAsync(
                [caller.Key],
                async call =>
                {
                    await YieldAsync(caller.Yields);
                    call.Abandoned.ThrowIfCancellationRequested();
                    return caller.Key;
                },
                null, end.Token);
            if (caller.GivesUp)
            {
                await end.CancelAsync();
            }

            try
            {
                return (await waiting).Result == caller.Key;
            }
            catch (OperationCanceledException)
            {
                return caller.GivesUp;
            }
        })));
        return results.All(isRight => isRight) && shared.Count == 0;
    }

    private static async Task YieldAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            await Task.Yield();
        }
    }

    private Task<(string Result, bool IsStarted)> Run(string key) => Run([key]);

    private Task<(string Result, bool IsStarted)> Run(ImmutableArray<string> keys) =>
        calls.RunAsync(keys, _ => response.Task, null, Patience.Limit);
}
