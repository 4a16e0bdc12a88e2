using Microsoft.Extensions.Time.Testing;
using Provider.KeyVault;
using static Provider.Tests.KeyVault.GateCalls;

namespace Provider.Tests.KeyVault;

/// <summary>How many calls go to a vault at once, and who is next.</summary>
public sealed class VaultGateTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task So_many_calls_go_at_once_and_the_next_goes_when_one_is_done()
    {
        var gate = Gate(2, time);
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
        var gate = Gate(4, time);
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
}
