using Provider.Sandbox.Load;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Sandbox.Load;

/// <summary>A small load on the built provider: the figures add up.</summary>
public sealed class LoadRunTests
{
    [Fact]
    public async Task A_round_mounts_every_pod_once_and_counts_what_it_took()
    {
        var options =
            new LoadOptions { Binary = ProviderProcess.DefaultBinary, Pods = 6, Objects = 2, Identities = 2, Rounds = 2,
                VaultDelay = TimeSpan.Zero };

        var result = await new LoadRun(options, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [(1, 6, 0), (2, 6, 0)], result.Rounds.Select(round => (round.Number, round.Mounted, round.Failed)));
        Assert.All(result.Rounds, round => Assert.InRange(round.Latency.P50, 0.01, round.Latency.Max));
        Assert.Equal(6, result.Rounds[0].TokenCalls);
        Assert.InRange(result.Rounds[0].VaultCalls, 4, 24);
        Assert.InRange(result.IdleMemory, 1, result.PeakMemory);
        Assert.Empty(result.Failures);
    }
}
