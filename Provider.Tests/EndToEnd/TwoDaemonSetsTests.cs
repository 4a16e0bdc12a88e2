using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// A node with the Go provider's DaemonSet and this one's, in each order of start and stop, while kubelet mounts.
/// </summary>
/// <remarks>
/// At start the Go provider removes what has the socket's name and binds its own; at its end it removes whatever has
/// the name. On the host's network the one that starts second finds the health port taken, ends, and is started again.
/// </remarks>
public sealed class TwoDaemonSetsTests
{
    private const string OneSecret = "array:\n  - |\n    objectName: one\n    objectType: secret\n";

    private readonly CancellationToken limit = Patience.Limit;

    [Theory]
    [InlineData("Go stops, ours starts")]
    [InlineData("ours starts, Go stops")]
    [InlineData("ours serves, Go starts and fails on the port")]
    [InlineData("both serve, Go stops")]
    [InlineData("both serve, ours stops")]
    public async Task Every_mount_succeeds(string order)
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit);
        using var mounted = new CountedMounts();

        await (order switch
        {
            "Go stops, ours starts" => ReplaceGoAsync(stage, mounted, over, isPortTaken: false),
            "ours starts, Go stops" => ReplaceGoAsync(stage, mounted, over, isPortTaken: true),
            "ours serves, Go starts and fails on the port" => FailGoAsync(stage, mounted, over),
            "both serve, Go stops" => StopOneAsync(stage, mounted, over, (_, go) => go.StopAsync()),
            _ => StopOneAsync(stage, mounted, over, (ours, _) => ours.StopAsync()),
        });

        Assert.Empty(mounted.Lost);
    }

    private static ProviderProcess Ours(Stage stage) => ((ProviderBinary)stage.Provider).Process;

    private async Task ReplaceGoAsync(
        Stage stage, CountedMounts mounted, CancellationTokenSource over, bool isPortTaken)
    {
        var ours = Ours(stage);
        await ours.StopAsync();
        await using var go = await GoProvider.StartAsync(ours.SocketPath);
        var load = MountsAsync(stage, mounted, over.Token);
        await mounted.MoreAsync(limit);
        if (isPortTaken)
        {
            using var port = Taken(ours.HealthzPort);
            Assert.Equal(1, await FailedStartAsync(stage, ours));
        }

        await go.StopAsync();
        await using var started = await StartAsync(stage, ours);
        await EndAsync(load, mounted, over);
    }

    private async Task FailGoAsync(Stage stage, CountedMounts mounted, CancellationTokenSource over)
    {
        var load = MountsAsync(stage, mounted, over.Token);
        await mounted.MoreAsync(limit);
        await using (var go = await GoProvider.StartAsync(stage.Provider.SocketPath))
        {
            go.Kill();
        }

        await EndAsync(load, mounted, over);
    }

    private async Task StopOneAsync(
        Stage stage, CountedMounts mounted, CancellationTokenSource over, Func<ProviderProcess, GoProvider, Task> stop)
    {
        var load = MountsAsync(stage, mounted, over.Token);
        await using var go = await GoProvider.StartAsync(stage.Provider.SocketPath);
        await mounted.MoreAsync(limit);
        await stop(Ours(stage), go);
        await EndAsync(load, mounted, over);
    }

    private async Task EndAsync(Task load, CountedMounts mounted, CancellationTokenSource over)
    {
        await mounted.MoreAsync(limit);
        await over.CancelAsync();
        await load;
    }

    private static TcpListener Taken(int port)
    {
        var listener = new TcpListener(IPAddress.IPv6Any, port) { Server = { DualMode = true } };
        listener.Start();
        return listener;
    }

    private Task<ProviderProcess> StartAsync(Stage stage, ProviderProcess before) => ProviderProcess.StartAsync(
        ProviderProcess.DefaultBinary, stage.Cloud,
        [$"--endpoint=unix://{before.SocketPath}", $"--healthz-port={before.HealthzPort}", "--rotation-cache-ttl=0"],
        limit);

    private async Task<int> FailedStartAsync(Stage stage, ProviderProcess before)
    {
        try
        {
            // The Go provider's socket may respond before this process has found the port taken.
            await using var failed = await StartAsync(stage, before);
            return await failed.WaitForExitAsync();
        }
        catch (ProviderStartException)
        {
            return 1;
        }
    }

    // Each mount on a connection of its own, as after a restart of the driver, and repeated by kubelet within its two
    // minutes.
    private async Task MountsAsync(Stage stage, CountedMounts mounted, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var driver =
                    new FakeDriver(stage.Provider.SocketPath, TimeProvider.System) { WaitsForReady = false };
                var volume = await driver.MountAsync(stage.Request(OneSecret), FakeDriver.KubeletDeadline, limit);
                mounted.Add(volume.Files.ContainsKey("one") ? null : "a volume without its file");
            }
            catch (Exception error)
                when (error is RpcException or InvalidDataException && !limit.IsCancellationRequested)
            {
                // kubelet's first pause between attempts.
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, limit);
            }
        }
    }
}
