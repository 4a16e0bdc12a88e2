using static Provider.Tests.KeyVault.GateCalls;

namespace Provider.Tests.KeyVault;

/// <summary>Calls that are under way or wait when a vault begins to throttle.</summary>
public sealed class VaultGateRaceTests
{
    private readonly WatchedClock time = new();

    [Fact]
    public async Task A_call_that_waited_for_its_turn_sees_that_the_gate_has_closed_meanwhile()
    {
        var gate = Gate(1, time);
        var busy = await gate.EnterAsync(Patience.Limit);
        var waiting = gate.EnterAsync(Patience.Limit);
        busy.Throttled(TimeSpan.FromSeconds(10));
        busy.Dispose();

        // It has got its turn, and waits for the gate.
        await Task.WhenAny(waiting, time.WaitAsync());
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        using var permit = await waiting;
    }

    [Fact]
    public async Task A_success_of_a_call_that_was_under_way_when_the_gate_closed_does_not_end_the_trial()
    {
        var gate = Gate(8, time);
        var old = await EnterAsync(gate, "a");
        time.Advance(TimeSpan.FromMilliseconds(1));
        await ThrottleAsync(gate, TimeSpan.FromSeconds(1));
        old.Served();
        time.Advance(TimeSpan.FromSeconds(1));

        var trial = await EnterAsync(gate, "b");

        Assert.True(trial.IsTrial);
        Assert.False(EnterAsync(gate, "c").IsCompleted);
    }

    [Fact]
    public async Task Of_calls_that_get_their_turns_after_the_wait_only_one_finds_out()
    {
        var gate = Gate(2, time);
        var (one, other) = (await EnterAsync(gate, "a"), await EnterAsync(gate, "b"));
        var (first, second) = (EnterAsync(gate, "a"), EnterAsync(gate, "b"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        one.Throttled(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        one.Dispose();
        var trial = await first;
        time.ForgetReads();

        other.Dispose();
        // It reads the clock when it gets its turn, and once more when it begins to wait for the trial.
        await Task.WhenAny(second, time.ReadTwiceAsync());

        Assert.True(trial.IsTrial);
        Assert.False(second.IsCompleted);
        trial.Served();
        trial.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Refusals_of_calls_that_were_under_way_count_once()
    {
        var gate = Gate(8, time);
        var calls =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(number => EnterAsync(gate, number % 2 == 0 ? "a" : "b")));
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(TimeSpan.FromSeconds(0.5), calls[0].Throttled(null));
        Assert.All(calls.Skip(1), call => Assert.Equal(TimeSpan.Zero, call.Throttled(null)));
        Assert.Equal(TimeSpan.FromSeconds(1.5), calls[1].Throttled(TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, calls[2].Throttled(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_caller_that_gives_up_takes_no_turn_with_it()
    {
        var gate = Gate(1, time);
        await ThrottleAsync(gate, TimeSpan.FromSeconds(10));
        using var gone = new CancellationTokenSource();
        var waiting = gate.EnterAsync(gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        time.Advance(TimeSpan.FromSeconds(10));

        using var permit = await gate.EnterAsync(Patience.Limit);
    }
}
