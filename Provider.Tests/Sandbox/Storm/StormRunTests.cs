using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Storm;

namespace Provider.Tests.Sandbox.Storm;

public sealed class StormRunTests
{
    [Fact]
    public async Task Whatever_fails_every_mount_ends_rightly_and_in_time()
    {
        // The token proxy needs what not every machine allows.
        var services = await ClusterView.WhyNotAsync(Patience.Limit) is null
            ? Services.All
            : Services.All.Remove(Services.TokenProxy);
        string[] faults = ["connection broken", "body stalls", "10 MiB body"];
        var cells = await RunAsync(new StormOptions
        {
            Binary = ProviderProcess.DefaultBinary,
            Services = services,
            Pods = 8,
            Deadline = TimeSpan.FromSeconds(3),
            Shares = [1],
            Faults = [.. faults],
            Settle = TimeSpan.Zero,
        });

        Assert.Equal(services.Length * faults.Length, cells.Count);
        Assert.All(cells, cell => Assert.Empty(cell.Wrong));
        Assert.All(cells, cell => Assert.True(cell.Slowest < 3, $"{cell.Service} {cell.Fault}: {cell.Slowest} s"));
        Assert.All(cells, cell => Assert.Equal(8, cell.Failures.Values.Sum()));
    }

    [Fact]
    public async Task A_service_that_does_not_fail_lets_every_mount_succeed()
    {
        var cells = await RunAsync(new StormOptions
        {
            Binary = ProviderProcess.DefaultBinary,
            Pods = 8,
            Shares = [0],
            Services = [Services.Vault],
            Faults = [StormFaults.All[0].Name],
            Settle = TimeSpan.Zero,
        });

        var cell = Assert.Single(cells);
        Assert.Equal(8, cell.Mounted);
        Assert.Empty(cell.Failures);
        Assert.Empty(cell.Wrong);
    }

    private static async Task<List<StormCell>> RunAsync(StormOptions options)
    {
        var cells = new List<StormCell>();
        await new StormRun(options, TimeProvider.System).RunAsync(cells.Add, TestContext.Current.CancellationToken);
        return cells;
    }
}
