using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Provider.Http.Connections;
using Provider.KeyVault;

namespace Provider.Tests.KeyVault;

public sealed class VaultGateTests
{
    private readonly WatchedClock time = new();

    [Fact]
    public async Task So_many_calls_go_at_once_and_the_next_goes_when_one_is_done()
    {
        var gate = Gate(2);
        var first = await EnterAsync(gate, "a");
        using var second = await EnterAsync(gate, "b");

        var third = EnterAsync(gate, "c");
        Assert.False(third.IsCompleted);
        first.Dispose();

        using var permit = await third;
    }

    [Fact]
    public void So_many_vaults_have_a_gate_and_the_longest_unused_is_dropped()
    {
        var gates = new VaultGates(4, _ => 4, time);
        VaultHost Vault(int number) => VaultHost.Of(new Uri($"https://vault{number}.vault.azure.net/"));
        var first = gates.For(Vault(0));
        Assert.Same(first, gates.For(Vault(0)));

        for (var vault = 1; vault <= 1_000; vault++)
        {
            gates.For(Vault(vault));
        }

        Assert.NotSame(first, gates.For(Vault(0)));
    }

    [Fact]
    public async Task One_namespace_holds_half_of_the_calls_and_another_goes_before_those_that_wait()
    {
        var gate = Gate(4);
        var held = await Task.WhenAll(EnterAsync(gate, "a"), EnterAsync(gate, "a"));
        var waiting = Enumerable.Range(0, 10).Select(_ => EnterAsync(gate, "a")).ToArray();

        using var other = await EnterAsync(gate, "b");

        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        Array.ForEach(held, one => one.Dispose());
        foreach (var one in waiting)
        {
            (await one).Dispose();
        }
    }

    [Fact]
    public async Task A_vault_that_takes_more_at_once_lets_calls_that_wait_go_as_soon_as_that_is_known()
    {
        var width = 4;
        var gate = new VaultGate(() => width, time, () => 0.5);
        var first = await EnterAsync(gate, "a");
        using var second = await EnterAsync(gate, "a");
        var waiting = Enumerable.Range(0, 6).Select(_ => EnterAsync(gate, "a")).ToArray();
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        width = 16;
        first.Served();

        await Task.WhenAll(waiting);
        using var other = await EnterAsync(gate, "b");
        Assert.False(EnterAsync(gate, "a").IsCompleted);
    }

    [Fact]
    public async Task A_vault_that_takes_fewer_at_once_gives_a_namespace_half_of_the_fewer()
    {
        var width = 16;
        var gate = new VaultGate(() => width, time, () => 0.5);
        var held = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EnterAsync(gate, "a")));
        width = 4;
        held[0].Served();
        var next = EnterAsync(gate, "a");

        Array.ForEach(held[..6], one => one.Dispose());
        Assert.False(next.IsCompleted);
        using var other = await EnterAsync(gate, "b");
        held[6].Dispose();

        using var permit = await next;
    }

    [Fact]
    public async Task No_call_goes_while_the_vault_asks_to_wait_and_then_one_finds_out()
    {
        var gate = Gate(8);
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
        var gate = Gate(8);
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
        var gate = Gate(8);
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
        var gate = Gate(8);
        await ThrottleAsync(gate, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        using var trial = await EnterAsync(gate, "a");
        trial.Served();

        using var next = await EnterAsync(gate, "b").WaitAsync(Patience.Limit);

        Assert.False(next.IsTrial);
    }

    [Fact]
    public async Task Refusals_of_calls_that_were_under_way_count_once()
    {
        var gate = Gate(8);
        var calls =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(number => EnterAsync(gate, number % 2 == 0 ? "a" : "b")));
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(TimeSpan.FromSeconds(0.5), calls[0].Throttled(null));
        Assert.All(calls.Skip(1), call => Assert.Equal(TimeSpan.Zero, call.Throttled(null)));
        Assert.Equal(TimeSpan.FromSeconds(1.5), calls[1].Throttled(TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, calls[2].Throttled(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_wait_that_would_outlast_the_mount_is_refused_before_a_turn_is_waited_for()
    {
        var gate = Gate(1);
        using var busy = await gate.EnterAsync(Patience.Limit);
        busy.Throttled(TimeSpan.FromSeconds(60));

        var refused = await Assert.ThrowsAsync<VaultClosedException>(
            () => gate.EnterAsync(Patience.Limit, () => TimeSpan.FromSeconds(10)));

        Assert.Equal(TimeSpan.FromSeconds(60), refused.Wait);
    }

    [Fact]
    public async Task A_call_that_waited_for_its_turn_sees_that_the_gate_has_closed_meanwhile()
    {
        var gate = Gate(1);
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
        var gate = Gate(8);
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
        var gate = Gate(2);
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

    [Fact]
    public async Task A_caller_that_gives_up_takes_no_turn_with_it()
    {
        var gate = Gate(1);
        await ThrottleAsync(gate, TimeSpan.FromSeconds(10));
        using var gone = new CancellationTokenSource();
        var waiting = gate.EnterAsync(gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        time.Advance(TimeSpan.FromSeconds(10));

        using var permit = await gate.EnterAsync(Patience.Limit);
    }

    // A method of its own, since the namespace that it sets is that of its own calls only.
    private static async Task<VaultPermit> EnterAsync(VaultGate gate, string owner)
    {
        CallOwner.Namespace = owner;
        return await gate.EnterAsync(Patience.Limit);
    }

    private static async Task<TimeSpan> ThrottleAsync(VaultGate gate, TimeSpan? asked)
    {
        using var permit = await gate.EnterAsync(Patience.Limit);
        return permit.Throttled(asked);
    }

    private VaultGate Gate(int width) => new(() => width, time, () => 0.5);

    /// <summary>A clock that reports when it is read and when a wait begins.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        private readonly Channel<bool> reads = Channel.CreateUnbounded<bool>();
        private readonly Channel<bool> waits = Channel.CreateUnbounded<bool>();

        public override long GetTimestamp()
        {
            reads.Writer.TryWrite(true);
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            waits.Writer.TryWrite(true);
            return timer;
        }

        public Task<bool> WaitAsync() => waits.Reader.ReadAsync(Patience.Limit).AsTask();

        public async Task ReadTwiceAsync()
        {
            await reads.Reader.ReadAsync(Patience.Limit);
            await reads.Reader.ReadAsync(Patience.Limit);
        }

        public void ForgetReads()
        {
            while (reads.Reader.TryRead(out _))
            {
                // One less.
            }
        }
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
