using Provider.Sandbox.Processes;
using Provider.Sandbox.Soak;

namespace Provider.Tests.Sandbox.Soak;

public sealed class SoakRunTests
{
    [Fact]
    public async Task Nothing_wrong_is_ever_mounted_while_all_changes_and_much_fails()
    {
        var options = new SoakOptions
        {
            Binary = ProviderProcess.DefaultBinary,
            Duration = TimeSpan.FromSeconds(6),
            Pods = 12,
            Pause = TimeSpan.FromMilliseconds(200),
            ChangeEvery = TimeSpan.FromMilliseconds(20),
            CacheFor = TimeSpan.FromSeconds(1),
            Deadline = TimeSpan.FromSeconds(5),
            Faults = 0.01,
            Settle = TimeSpan.Zero,
        };

        var result =
            await new SoakRun(options, TimeProvider.System).RunAsync(_ => { }, TestContext.Current.CancellationToken);

        Assert.Empty(result.Tally.Wrong);
        Assert.True(result.Tally.Mounted >= options.Pods, $"only {result.Tally.Mounted} volumes");
        Assert.True(result.Tally.Refused > 0, "no mount was refused");
    }
}
