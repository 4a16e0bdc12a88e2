using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Sandbox.Processes;

/// <summary>The provider as a child: started, measured, stopped, and the error when it does not start.</summary>
public sealed class ProviderProcessTests
{
    private static CancellationToken Limit => Patience.Limit;

    [Fact]
    public async Task It_is_started_measured_and_stopped()
    {
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        var lines = new List<string>();
        await using var provider =
            await ProviderProcess.StartAsync(ProviderProcess.DefaultBinary, cloud, [], Limit, lines.Add);

        Assert.InRange(provider.MemoryKib("VmRSS"), 1024, provider.MemoryKib("VmHWM"));
        Assert.True(provider.CpuTime() > TimeSpan.Zero);
        Assert.Equal(0, await provider.StopAsync());
        Assert.Contains(lines[0], provider.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(provider.SocketPath));
    }

    [Fact]
    public async Task What_it_wrote_is_reported_when_it_does_not_start()
    {
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));

        var error = await Assert.ThrowsAsync<ProviderStartException>(
            () => ProviderProcess.StartAsync(ProviderProcess.DefaultBinary, cloud, ["--cloud-name=Nowhere"], Limit));

        Assert.Contains("ended with status", error.Message, StringComparison.Ordinal);
        Assert.Contains("--cloud-name", error.Message, StringComparison.Ordinal);
    }
}
