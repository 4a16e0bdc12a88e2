using Microsoft.Extensions.Time.Testing;
using Provider.KeyVault;
using static Provider.Tests.KeyVault.GateCalls;

namespace Provider.Tests.KeyVault;

/// <summary>No call goes while a vault asks to wait, and one finds out whether it is over.</summary>
public sealed class ThrottledVaultGateTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task No_call_goes_while_the_vault_asks_to_wait_and_then_one_finds_out()
    {
        var gate = Gate(8, time);
        await ThrottleAsync(gate, TimeSpan.FromSeconds(10));
        var waiting = Enumerable.Range(0, 8).Select(number => EnterAsync(gate, number % 2 == 0 ? "a" : "b")).ToArray();

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        var trial = await await Task.WhenAny(waiting);
        Assert.Equal(1, waiting.Count(one => one.IsCompleted));
        trial.Served();
        trial.Dispose();

        Assert.All(await Task.WhenAll(waiting), permit => permit.Dispose());
    }

    [Fact]
    public async Task A_trial_that_fails_otherwise_leaves_it_to_the_next()
    {
        var gate = Gate(8, time);
        await ThrottleAsync(gate, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        var trial = await gate.EnterAsync(Patience.Limit);
        var next = gate.EnterAsync(Patience.Limit);
        var last = gate.EnterAsync(Patience.Limit);
        Assert.False(next.IsCompleted || last.IsCompleted);

        trial.Dispose();

        (await await Task.WhenAny(next, last)).Dispose();
        await Task.WhenAll(next, last);
    }

    [Fact]
    public async Task Without_a_Retry_After_the_wait_grows_with_each_refusal_and_is_reset_by_a_success()
    {
        var gate = Gate(8, time);
        List<double> waits = [];
        for (var refusal = 0; refusal < 8; refusal++)
        {
            waits.Add((await ThrottleAsync(gate, null)).TotalSeconds);
            time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 16, 16], waits);
        using (var served = await gate.EnterAsync(Patience.Limit))
        {
            served.Served();
        }

        Assert.Equal(0.5, (await ThrottleAsync(gate, null)).TotalSeconds);
    }

    [Theory]
    [InlineData(0, 0.375)]
    [InlineData(1, 0.625)]
    public async Task The_wait_is_up_to_a_quarter_shorter_or_longer_so_that_nodes_do_not_come_back_at_once(
        double chance, double wait) =>
        Assert.Equal(
            TimeSpan.FromSeconds(wait), await ThrottleAsync(new VaultGate(() => 8, time, () => chance), null));

    [Fact]
    public async Task Calls_go_as_soon_as_the_trial_is_served_although_it_has_not_ended()
    {
        var gate = Gate(8, time);
        await ThrottleAsync(gate, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        using var trial = await EnterAsync(gate, "a");
        trial.Served();

        using var next = await EnterAsync(gate, "b").WaitAsync(Patience.Limit);

        Assert.False(next.IsTrial);
    }

    [Fact]
    public async Task A_wait_that_would_outlast_the_mount_is_refused_before_a_turn_is_waited_for()
    {
        var gate = Gate(1, time);
        using var busy = await gate.EnterAsync(Patience.Limit);
        busy.Throttled(TimeSpan.FromSeconds(60));

        var refused = await Assert.ThrowsAsync<VaultClosedException>(
            () => gate.EnterAsync(Patience.Limit, () => TimeSpan.FromSeconds(10)));

        Assert.Equal(TimeSpan.FromSeconds(60), refused.Wait);
    }

    [Fact]
    public async Task A_correction_of_the_wall_clock_changes_nothing()
    {
        var clock = new CorrectedClock(time);
        var gate = new VaultGate(() => 1, clock, () => 0.5);
        await ThrottleAsync(gate, TimeSpan.FromSeconds(10));
        clock.Correction = -TimeSpan.FromHours(1);

        var waiting = gate.EnterAsync(Patience.Limit, () => TimeSpan.FromSeconds(11));
        time.Advance(TimeSpan.FromSeconds(10));

        using var permit = await waiting;
    }

    private sealed class CorrectedClock(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Correction { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Correction;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }
}
