using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Tests.Sandbox.Driver;

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
        var ours = ((ProviderBinary)stage.Provider).Process;
        var path = ours.SocketPath;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit);
        using var mounted = new Mounted();

        switch (order)
        {
            case "Go stops, ours starts":
            case "ours starts, Go stops":
            {
                await ours.StopAsync();
                await using var go = await GoProvider.StartAsync(path);
                var load = MountsAsync(stage, mounted, over.Token);
                await mounted.MoreAsync(limit);
                using var port = order[0] == 'o' ? Taken(ours.HealthzPort) : null;
                if (port is not null)
                {
                    Assert.Equal(1, await FailedStartAsync(stage, ours));
                    port.Stop();
                }

                await go.StopAsync();
                await using var started = await StartAsync(stage, ours);
                await EndAsync(load, mounted, over);
                break;
            }

            case "ours serves, Go starts and fails on the port":
            {
                var load = MountsAsync(stage, mounted, over.Token);
                await mounted.MoreAsync(limit);
                await using (var go = await GoProvider.StartAsync(path))
                {
                    go.Kill();
                }

                await EndAsync(load, mounted, over);
                break;
            }

            case "both serve, Go stops":
            {
                var load = MountsAsync(stage, mounted, over.Token);
                await using var go = await GoProvider.StartAsync(path);
                await mounted.MoreAsync(limit);
                await go.StopAsync();
                await EndAsync(load, mounted, over);
                break;
            }

            default:
            {
                var load = MountsAsync(stage, mounted, over.Token);
                await using var go = await GoProvider.StartAsync(path);
                await mounted.MoreAsync(limit);
                await ours.StopAsync();
                await EndAsync(load, mounted, over);
                break;
            }
        }

        Assert.Empty(mounted.Lost);
    }

    private async Task EndAsync(Task load, Mounted mounted, CancellationTokenSource over)
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
    private async Task MountsAsync(Stage stage, Mounted mounted, CancellationToken over)
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

    private sealed class Mounted : IDisposable
    {
        private readonly SemaphoreSlim signal = new(0);

        public List<string> Lost { get; } = [];

        public void Add(string? problem)
        {
            if (problem is not null)
            {
                Lost.Add(problem);
            }

            signal.Release();
        }

        public void Dispose() => signal.Dispose();

        /// <summary>Waits for mounts that start after now.</summary>
        public async Task MoreAsync(CancellationToken cancellationToken)
        {
            var more = signal.CurrentCount + 4;
            for (var count = 0; count < more; count++)
            {
                await signal.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>How the Go provider treats the socket's file.</summary>
    private sealed class GoProvider(string path, ScriptedProvider provider) : IAsyncDisposable
    {
        private bool isKilled;
        private bool isOver;

        public static async Task<GoProvider> StartAsync(string path)
        {
            var provider =
                new ScriptedProvider { Mount = (_, _) => Task.FromResult(ScriptedProvider.Volume("one", "1")) };
            await provider.StartAsync();
            System.IO.File.Delete(path);
            System.IO.File.Move(provider.SocketPath, path);
            return new GoProvider(path, provider);
        }

        /// <summary>Ends without removing the file.</summary>
        public void Kill() => isKilled = true;

        public async Task StopAsync()
        {
            if (!isOver)
            {
                isOver = true;
                System.IO.File.Delete(path);
                await provider.DisposeAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (isKilled)
            {
                await provider.DisposeAsync();
            }
            else
            {
                await StopAsync();
            }
        }
    }
}
