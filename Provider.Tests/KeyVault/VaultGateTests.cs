using Microsoft.Extensions.Time.Testing;
using Provider.KeyVault;

namespace Provider.Tests.KeyVault;

public sealed class VaultGateTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task So_many_calls_go_at_once_and_the_next_goes_when_one_is_done()
    {
        var gate = new VaultGate(2, time, () => 0);
        var first = await gate.EnterAsync(Patience.Limit);
        using var second = await gate.EnterAsync(Patience.Limit);

        var third = gate.EnterAsync(Patience.Limit);
        Assert.False(third.IsCompleted);
        first.Dispose();

        using var turn = await third;
    }

    [Fact]
    public async Task A_vault_that_asks_to_wait_is_left_alone_by_everybody_until_then()
    {
        var gate = new VaultGate(8, time, () => 0);
        gate.Close(TimeSpan.FromSeconds(10));

        var waiting = Enumerable.Range(0, 8).Select(_ => gate.EnterAsync(Patience.Limit)).ToArray();
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.All(await Task.WhenAll(waiting), turn => turn.Dispose());
    }

    [Fact]
    public async Task After_a_wait_the_first_finds_out_before_the_others_go()
    {
        var chances = new Queue<double>([0, 0.5, 0.9, 0, 0]);
        var gate = new VaultGate(8, time, () => chances.Dequeue());
        gate.Close(TimeSpan.FromSeconds(10));
        var waiting = Enumerable.Range(0, 3).Select(_ => gate.EnterAsync(Patience.Limit)).ToArray();

        time.Advance(TimeSpan.FromSeconds(10));
        using var first = await waiting[0];
        gate.Close(TimeSpan.FromSeconds(60));
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(waiting[1].IsCompleted);
        Assert.False(waiting[2].IsCompleted);
    }

    [Fact]
    public async Task A_shorter_wait_does_not_shorten_a_longer_one()
    {
        var gate = new VaultGate(1, time, () => 0);
        gate.Close(TimeSpan.FromSeconds(10));
        gate.Close(TimeSpan.FromSeconds(1));

        var waiting = gate.EnterAsync(Patience.Limit);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        using var turn = await waiting;
    }

    [Fact]
    public async Task A_wait_that_would_outlast_the_mount_is_refused_at_once_and_takes_no_turn()
    {
        var gate = new VaultGate(1, time, () => 0);
        gate.Close(TimeSpan.FromSeconds(60));

        var refused = await Assert.ThrowsAsync<VaultClosedException>(
            () => gate.EnterAsync(Patience.Limit, () => TimeSpan.FromSeconds(10)));

        Assert.Equal(TimeSpan.FromSeconds(60), refused.Wait);
        var waiting = gate.EnterAsync(Patience.Limit, () => TimeSpan.FromSeconds(61));
        time.Advance(TimeSpan.FromSeconds(60));
        using var turn = await waiting;
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_no_turn_with_them()
    {
        var gate = new VaultGate(1, time, () => 0);
        gate.Close(TimeSpan.FromSeconds(10));
        using var gone = new CancellationTokenSource();
        var waiting = gate.EnterAsync(gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        time.Advance(TimeSpan.FromSeconds(10));

        using var turn = await gate.EnterAsync(Patience.Limit);
    }
}
