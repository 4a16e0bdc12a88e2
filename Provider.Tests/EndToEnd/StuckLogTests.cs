using System.Diagnostics;
using System.Runtime.Versioning;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>The binary with a standard error that takes no more lines.</summary>
[SupportedOSPlatform("linux")]
public sealed class StuckLogTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stuck-");
    private SandboxCloud cloud = null!;

    public async ValueTask InitializeAsync()
    {
        cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "1");
        cloud.NmiService.Assigned["shop/app-0"] = Stage.ClientId;
        await cloud.Nmi.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await cloud.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_pipe_that_no_process_reads_disturbs_neither_mounts_nor_health_nor_the_end()
    {
        var pipe = Path.Combine(folder.FullName, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(Patience.Limit);
        }

        // Open for both, so that it has a reader; it never reads.
        await using var held = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        await using var provider = await StartAsync(pipe);

        // A pipe holds 64 KiB (pipe(7)), and the queue some more.
        await MountAsync(provider, times: 600);

        Assert.True(await DroppedAsync(provider) > 0);
        using var http = new HttpClient();
        Assert.Equal(
            "ok", await http.GetStringAsync($"http://127.0.0.1:{provider.HealthzPort}/healthz", Patience.Limit));
        Assert.Equal(0, await provider.StopAsync());
    }

    [Fact]
    public async Task A_full_disk_disturbs_neither_the_start_nor_mounts_nor_the_end()
    {
        await using var provider = await StartAsync("/dev/full");

        await MountAsync(provider, times: 3);

        Assert.True(await DroppedAsync(provider) >= 3);
        Assert.Equal(0, await provider.StopAsync());
    }

    private Task<ProviderProcess> StartAsync(string standardError)
    {
        var script = Path.Combine(folder.FullName, "provider");
        // With two threads, a pool that waited for the log would stop soon.
        File.WriteAllText(
            script,
            $"""
            #!/bin/sh
            export DOTNET_ThreadPool_ForceMinWorkerThreads=1 DOTNET_ThreadPool_ForceMaxWorkerThreads=2
            exec {ProviderProcess.DefaultBinary} "$@" 2> {standardError}
            """ + "\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        return ProviderProcess.StartAsync(script, cloud, ["-v=5", "--rotation-cache-ttl=0"], Patience.Limit);
    }

    private static async Task MountAsync(ProviderProcess provider, int times)
    {
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        var request = SmallMount.Request();
        for (var mount = 0; mount < times; mount++)
        {
            Assert.Equal(
                "1", (await driver.MountAsync(request, TimeSpan.FromSeconds(20), Patience.Limit)).Files["one"].Text);
        }
    }

    private static async Task<double> DroppedAsync(ProviderProcess provider)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"http://127.0.0.1:{provider.MetricsPort}/metrics", Patience.Limit);
        var line = metrics.Split('\n')
            .Single(one => one.StartsWith("azure_keyvault_provider_log_lines_dropped", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
