using System.Net;
using System.Net.Sockets;
using System.Text;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>The binary with few file descriptors, and connections that send nothing.</summary>
public sealed class IdleConnectionTests : IDisposable
{
    private const int Connections = 316;

    // The one that is not native has a hundred files of its own open.
    private static readonly int Descriptors = NativeBinary.IsTested ? 256 : 512;

    // A busy loop takes as long as the connections stay open, which is 5 s or more.
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(3);

    // A scrape that waited for others to be read took a minute.
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("idle-");
    private readonly List<Socket> sockets = [];

    public void Dispose()
    {
        sockets.ForEach(socket => socket.Dispose());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Connections_to_the_ports_that_send_nothing_disturb_neither_health_nor_mounts_and_are_closed()
    {
        await using var cloud = await CloudAsync();
        await using var provider = await StartAsync(cloud);
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        Assert.Equal("ok", await HealthAsync(provider));
        Assert.Equal("1", await MountAsync(driver));
        var before = provider.CpuTime();
        for (var number = 0; number < Connections; number++)
        {
            await ConnectAsync(number % 2 == 0 ? provider.HealthzPort : provider.MetricsPort);
        }

        Assert.Equal("ok", await HealthAsync(provider));
        using var restarted = new FakeDriver(provider.SocketPath, TimeProvider.System);
        Assert.Equal("1", await MountAsync(restarted));
        foreach (var socket in sockets)
        {
            Assert.Equal(0, await EndAsync(socket));
        }

        Assert.InRange(provider.CpuTime() - before, TimeSpan.Zero, MostProcessorTime);
    }

    [Fact]
    public async Task Scrapers_that_do_not_read_and_idle_connections_disturb_neither_health_nor_mounts_nor_a_scraper()
    {
        await using var cloud = await CloudAsync();
        await using var provider = await StartAsync(cloud);
        for (var scraper = 0; scraper < 5; scraper++)
        {
            // More than all buffers on the way hold, so that the provider cannot write the rest.
            await ConnectAsync(provider.MetricsPort, receiveBuffer: 1024);
            var requests = string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 1000));
            await sockets[^1].SendAsync(Encoding.ASCII.GetBytes(requests), Patience.Limit);
        }

        for (var number = 0; number < 200; number++)
        {
            await ConnectAsync(number % 2 == 0 ? provider.HealthzPort : provider.MetricsPort);
        }

        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        Assert.Equal("1", await MountAsync(driver));
        Assert.Equal("ok", await HealthAsync(provider));
        using var http = new HttpClient { Timeout = Promptly };
        var metrics = await http.GetStringAsync($"http://127.0.0.1:{provider.MetricsPort}/metrics", Patience.Limit);
        Assert.Contains("azure_keyvault_provider_mounts_in_flight", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_descriptor_accepting_waits_and_goes_on_once_there_is_one()
    {
        Assert.SkipUnless(NativeBinary.IsTested, "without a descriptor no assembly can be loaded");
        await using var cloud = await CloudAsync();
        await using var provider = await StartAsync(cloud);
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        Assert.Equal("1", await MountAsync(driver));
        for (var number = 0; number < Connections; number++)
        {
            await ConnectAsync(provider.SocketPath);
        }

        var limit = Patience.Limit;
        while (!provider.Output.Contains("no file descriptor is left", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit);
        }

        // A process that waits does nothing to wait for, and a busy loop shows in nothing but processor time.
        var before = provider.CpuTime();
        await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, Patience.Limit);
        Assert.InRange(provider.CpuTime() - before, TimeSpan.Zero, TimeSpan.FromSeconds(0.25));
        sockets.ForEach(socket => socket.Dispose());

        Assert.Equal("ok", await HealthAsync(provider));
        Assert.Equal("1", await MountAsync(driver));
        Assert.Single(
            provider.Output.Split('\n'),
            line => line.Contains("no file descriptor is left", StringComparison.Ordinal));
    }

    private static async Task<SandboxCloud> CloudAsync()
    {
        var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "1");
        cloud.NmiService.Assigned["shop/app-0"] = Stage.ClientId;
        await cloud.Nmi.StartAsync();
        return cloud;
    }

    private Task<ProviderProcess> StartAsync(SandboxCloud cloud)
    {
        var script = Path.Combine(folder.FullName, "provider");
        File.WriteAllText(script, $"#!/bin/sh\nulimit -n {Descriptors}\nexec {ProviderProcess.DefaultBinary} \"$@\"\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        return ProviderProcess.StartAsync(script, cloud, ["--rotation-cache-ttl=0"], Patience.Limit);
    }

    private async Task ConnectAsync(int port, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        sockets.Add(socket);
        if (receiveBuffer > 0)
        {
            socket.ReceiveBufferSize = receiveBuffer;
        }

        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Patience.Limit);
    }

    private async Task ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        sockets.Add(socket);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), Patience.Limit);
    }

    // What the peer sends until it closes.
    private static async Task<int> EndAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Patience.Limit);
        }
        catch (SocketException closed) when (closed.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private static async Task<string> MountAsync(FakeDriver driver) =>
        (await driver.MountAsync(SmallMount.Request(), FakeDriver.KubeletDeadline, Patience.Limit)).Files["one"].Text;

    private static async Task<string> HealthAsync(ProviderProcess provider)
    {
        using var http = new HttpClient { Timeout = Promptly };
        return await http.GetStringAsync($"http://127.0.0.1:{provider.HealthzPort}/healthz", Patience.Limit);
    }
}
