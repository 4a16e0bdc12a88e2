using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Provider.Protocol;
using Provider.Sandbox.Attacks;
using Provider.Sandbox.Certificates;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>The binary in a control group of 100 MiB while one namespace fills what it can.</summary>
public sealed class MemoryLimitTests : IAsyncLifetime
{
    private const int Mebibytes = 100;
    private const int Mebibyte = 1024 * 1024;
    private const int IdleConnections = 150;
    private const string Never = "never-pod";
    private const string ClientId = "00000000-0000-0000-0000-000000000000";

    private static readonly string Large = new('x', 25_000);

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("memory-limit-");
    private readonly CancellationTokenSource over = new();
    private readonly List<Socket> sockets = [];
    private ControlGroup? group;
    private SandboxCloud cloud = null!;
    private ProviderProcess provider = null!;
    private FakeDriver driver = null!;
    private AttackStage stage = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            group = ControlGroup.With(millicores: null, Mebibytes);
        }
        catch (ProviderStartException none)
        {
            Assert.Skip(none.Message);
        }

        cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "1");
        cloud.NmiService.Assigned["shop/app-0"] = "victim";
        cloud.NmiService.Assigned[$"{AttackStage.Attacker}/pod"] = "attacker";
        await cloud.Nmi.StartAsync();
        provider = await ProviderProcess.StartAsync(
            group.Enclose(ProviderProcess.DefaultBinary), cloud, ["--rotation-cache-ttl=2m"], Patience.Limit);
        driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        stage = new AttackStage(cloud, provider, driver, volumes.FullName, TimeProvider.System, over.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        sockets.ForEach(socket => socket.Dispose());
        driver?.Dispose();
        if (provider is not null)
        {
            await provider.DisposeAsync();
        }

        if (cloud is not null)
        {
            await cloud.DisposeAsync();
        }

        group?.Dispose();
        over.Dispose();
        volumes.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_hundred_mounts_of_a_mebibyte_wait_for_an_identity_and_another_namespace_is_mounted()
    {
        Wait(200, Mebibyte);
        await cloud.Calls.WaitForAsync(IsForNoIdentity, 50, Patience.Limit);

        await AssertVictimIsMountedAsync();

        Assert.Contains("waiting", stage.Ends, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_a_namespace_can_fill_is_filled_at_once_and_another_namespace_is_mounted()
    {
        Assert.SkipWhen(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PROVIDER_BINARY")),
            "PROVIDER_BINARY does not name a native binary, and a compiler at run time takes up too much of the limit");
        FillCloud();
        await Cached(8).WaitAsync(Patience.Limit);
        await Vaults(100).WaitAsync(Patience.Limit);
        await Tokens(1_000).WaitAsync(Patience.Limit);
        await Converted(40, "pfx-").WaitAsync(Patience.Limit);
        for (var mount = 0; mount < 4; mount++)
        {
            await Converted(100, $"pem-{mount}-").WaitAsync(Patience.Limit);
        }

        await Classes(500).WaitAsync(Patience.Limit);
        await ConnectAsync();
        Wait(200, Mebibyte);
        Wait(300, 0);
        stage.Mount(6, number => Request(string.Create(CultureInfo.InvariantCulture, $"stalled-{number}"), "stalled",
            Names("large-", 100).Append("hangs")));
        // They share one token, so each object is read once for all of them. Six times 100 objects are more than the
        // namespace may hold for slow vaults, so some of the mounts are ended; two always have room for all 100.
        await cloud.Calls.WaitForAsync(
            call => call.Host.StartsWith("stalled", StringComparison.Ordinal) && call.IsOver, 100, Patience.Limit);

        await AssertVictimIsMountedAsync();
    }

    private static bool IsForNoIdentity(RecordedCall call) =>
        call.Service == Services.Nmi
        && call.Headers.GetValueOrDefault("podname", "").StartsWith(Never, StringComparison.Ordinal);

    private static IEnumerable<string> Names(string prefix, int count) =>
        Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}"));

    private async Task AssertVictimIsMountedAsync()
    {
        for (var mount = 0; mount < 3; mount++)
        {
            Assert.Equal(
                "1",
                (await driver.MountAsync(SmallMount.Request(), FakeDriver.KubeletDeadline, Patience.Limit))
                    .Files["one"].Text);
        }

        Assert.False(provider.HasExited);
        if (NativeBinary.IsTested)
        {
            // Without the pages of the program's own file, which the kernel drops when the group needs memory.
            Assert.InRange(provider.MemoryKib("VmHWM") - provider.MemoryKib("RssFile"), 1, Mebibytes * 1024);
        }
    }

    // Mounts of pods that have no identity, with so much text.
    private void Wait(int count, int padding)
    {
        var objects = PodIdentityRequests.Secrets(["one"]) + "#" + new string('x', padding);
        stage.Mount(
            count, number => stage.Request(AttackStage.Attacker, $"{Never}-{padding}-{number}", "own", objects));
    }

    private void FillCloud()
    {
        cloud.Imds.UserAssigned = [.. Enumerable.Range(0, 1_000).Select(number => new VmIdentity(Id(number), "", ""))];
        var pfx = SlowPfx.Usual();
        foreach (var (name, number) in Names("large-", 100).Select((name, number) => (name, number)))
        {
            cloud.Vaults["stalled"].SetSecret(name, Large);
            cloud.Vaults["certificates"].SetCertificateSecret($"pfx-{number}", SlowPfx.Variant(pfx, number),
                "application/x-pkcs12");
        }

        FillCertificates();

        cloud.Faults.Add(call => call.Path.Contains("/hangs", StringComparison.Ordinal), new Fault.Hang());
    }

    // More than the cache of conversions holds: 400 certificates whose files have more than 20 KB each.
    private void FillCertificates()
    {
        using var key = CertificateFactory.NewKey();
        using var certificate = CertificateFactory.SelfSigned(
            new("large", key), CertificateFactory.Start, CertificateFactory.End);
        var pem = key.ExportPkcs8PrivateKeyPem() + "\n"
            + string.Concat(Enumerable.Repeat(certificate.ExportCertificatePem() + "\n", 40));
        Assert.InRange(pem.Length, 21_000, Large.Length - 100);
        foreach (var name in Enumerable.Range(0, 4).SelectMany(mount => Names($"pem-{mount}-", 100)))
        {
            cloud.Vaults["certificates"].SetCertificateSecret(name, $"{pem}# {name}\n", "application/x-pem-file");
        }
    }

    // Volumes of 100 objects of 25 KB, whose reads are cached.
    private Task Cached(int mounts) => Task.WhenAll(Enumerable.Range(0, mounts).Select(mount =>
    {
        var names = Names(string.Create(CultureInfo.InvariantCulture, $"cached-{mount}-"), 100).ToList();
        names.ForEach(name => cloud.Vaults["own"].SetSecret(name, Large));
        return stage.MountAsync(Request("cached", "own", names));
    }));

    private Task Vaults(int count) => Task.WhenAll(Names("vault", count).Select(vault =>
    {
        cloud.Vaults[vault].SetSecret("one", "1");
        return stage.MountAsync(Request("vaults", vault, ["one"]));
    }));

    private Task Tokens(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(number => stage.MountAsync(
        stage.Request(
            AttackStage.Attacker, "pod", "own", PodIdentityRequests.Secrets(["cached-0-0"]), "tokens",
            ("usePodIdentity", "false"), ("useVMManagedIdentity", "true"), ("userAssignedIdentityID", Id(number))))));

    private Task Converted(int count, string prefix) =>
        stage.MountAsync(Request("converted", "certificates", Names(prefix, count)));

    private Task Classes(int count) => Task.WhenAll(
        Names("class-", count).Select(name => stage.MountAsync(Request(name, "own", ["cached-0-0"]))));

    // Half of them ask for metrics and read nothing.
    private async Task ConnectAsync()
    {
        var request = Encoding.ASCII.GetBytes("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        for (var number = 0; number < IdleConnections; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            var asks = number % 2 == 0;
            await socket.ConnectAsync(
                new IPEndPoint(IPAddress.Loopback, asks ? provider.MetricsPort : provider.HealthzPort), Patience.Limit);
            if (asks)
            {
                await socket.SendAsync(request, Patience.Limit);
            }
        }
    }

    private MountRequest Request(string secretClass, string vault, IEnumerable<string> names) =>
        stage.Request(AttackStage.Attacker, "pod", vault, PodIdentityRequests.Secrets(names), secretClass);

    private static string Id(int number) => $"{ClientId[..^8]}{number:D8}";
}
