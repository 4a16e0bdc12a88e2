using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// The binary with a name server that never responds, in a mount namespace with a resolv.conf of its own.
/// </summary>
/// <remarks>
/// Its pool has two threads: whatever blocked one, a look-up for traces among it, would soon stop everything.
/// </remarks>
public sealed class SilentNameServerTests : IDisposable
{
    private const int Names = 60;
    private const string NameServer = "127.0.53.53";

    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("silent-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Names_that_nothing_resolves_delay_neither_another_namespace_nor_the_health_endpoint()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess, "only root can serve port 53 and mount a file over /etc/resolv.conf");
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Parse(NameServer), 53));
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "1");
        cloud.NmiService.Assigned["shop/app-0"] = Stage.ClientId;
        cloud.NmiService.Assigned["attacker/app-0"] = Stage.ClientId;
        await cloud.Nmi.StartAsync();
        await using var provider = await ProviderProcess.StartAsync(
            Script(), cloud,
            ["--rotation-cache-ttl=0", "--otlp-endpoint=http://silent.example:4318", "--trace-sample-ratio=1"],
            Patience.Limit);
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        Assert.Equal("1", await MountAsync(driver, "shop", "demo"));

        var attack = Enumerable.Range(0, Names).Select(number => FailAsync(driver, $"silent{number}")).ToList();
        for (var mount = 0; mount < 5; mount++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal("1", await MountAsync(driver, "shop", "demo"));
            using var http = new HttpClient();
            Assert.Equal(
                "ok", await http.GetStringAsync($"http://127.0.0.1:{provider.HealthzPort}/healthz", Patience.Limit));
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Promptly);
        }

        Assert.DoesNotContain(attack, mount => mount.IsCompleted);
        Assert.All(await Task.WhenAll(attack), status => Assert.Equal(StatusCode.FailedPrecondition, status));
    }

    private static async Task<string> MountAsync(FakeDriver driver, string podNamespace, string vault) =>
        (await driver.MountAsync(
            SmallMount.Request(podNamespace, vault), FakeDriver.KubeletDeadline, Patience.Limit)).Files["one"].Text;

    private static async Task<StatusCode> FailAsync(FakeDriver driver, string vault) =>
        (await Assert.ThrowsAsync<RpcException>(
            () => driver.MountAsync(
                SmallMount.Request("attacker", vault), TimeSpan.FromSeconds(20), Patience.Limit))).StatusCode;

    // The silent vaults are called without the sandbox's proxy, so the provider resolves their names itself.
    private string Script()
    {
        var resolver = Path.Combine(folder.FullName, "resolv.conf");
        System.IO.File.WriteAllText(resolver, $"nameserver {NameServer}\n");
        var path = Path.Combine(folder.FullName, "provider");
        var direct = string.Join(',', Enumerable.Range(0, Names).Select(number => $"silent{number}.vault.azure.net"));
        System.IO.File.WriteAllText(path, $"""
            #!/bin/sh
            export NO_PROXY={direct}
            export DOTNET_ThreadPool_ForceMinWorkerThreads=1 DOTNET_ThreadPool_ForceMaxWorkerThreads=2
            exec unshare --mount -- sh -c 'mount --bind {resolver} /etc/resolv.conf && exec "$@"' sh {ProviderProcess.DefaultBinary} "$@"
            """ + "\n");
        System.IO.File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }
}
