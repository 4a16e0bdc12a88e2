using System.Collections.Immutable;
using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Bench;

/// <summary>How soon a started provider answers, and what memory it takes.</summary>
/// <param name="output">Where the figures go.</param>
internal sealed class StartBench(TextWriter output)
{
    private const string Objects = "array:\n  - |\n    objectName: one\n    objectType: secret\n";

    /// <summary>Starts the provider again and again, and prints minimum, median and maximum.</summary>
    /// <param name="binary">The program.</param>
    /// <param name="runs">How often.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> RunAsync(string binary, int runs, CancellationToken cancellationToken)
    {
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "value");
        cloud.NmiService.Assigned["bench/bench"] = "11111111-1111-1111-1111-111111111111";
        await cloud.Nmi.StartAsync();
        var figures = new List<StartFigures>();
        // The first run fills the disk's cache and is not counted.
        for (var run = 0; run <= runs; run++)
        {
            var figure = await RunOnceAsync(binary, cloud, cancellationToken);
            if (run > 0)
            {
                figures.Add(figure);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{binary}: {new FileInfo(binary).Length / 1e6:0.0} MB, {runs} starts"));
        output.WriteLine("                                    minimum   median  maximum");
        Row("start to first Version, ms", figures.Select(one => one.ReadyMilliseconds));
        Row("CPU time to first Version, ms", figures.Select(one => one.CpuMilliseconds));
        Row("resident when idle, MiB", figures.Select(one => one.IdleMib));
        Row("resident after the first mount, MiB", figures.Select(one => one.MountedMib));
        Row("first mount, ms", figures.Select(one => one.MountMilliseconds));
        return 0;
    }

    private static async Task<StartFigures> RunOnceAsync(string binary, SandboxCloud cloud, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        await using var provider = await ProviderProcess.StartAsync(binary, cloud, [], cancellationToken);
        var ready = time.GetElapsedTime(started);
        var cpu = provider.CpuTime();
        var idle = provider.MemoryKib("VmRSS");
        using var driver = new StandInDriver(provider.SocketPath, time);
        var target = Directory.CreateTempSubdirectory("bench-");
        started = time.GetTimestamp();
        await driver.MountAsync(Request(target.FullName), StandInDriver.KubeletDeadline, cancellationToken);
        var mount = time.GetElapsedTime(started);
        target.Delete(recursive: true);
        var mounted = provider.MemoryKib("VmRSS");
        await provider.StopAsync();
        return new StartFigures(
            ready.TotalMilliseconds, cpu.TotalMilliseconds, idle / 1024.0, mounted / 1024.0, mount.TotalMilliseconds);
    }

    private static Protocol.MountRequest Request(string target)
    {
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", "demo").Add("objects", Objects);
        var pod = new Pod("bench", "bench", Guid.NewGuid().ToString(), "default", [], [], null);
        return MountRequests.Make(new SecretProviderClass("bench", "bench", parameters), pod, null, null, target);
    }

    private void Row(string name, IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-36}{sorted[0],7:0.0}  {sorted[sorted.Count / 2],7:0.0}  {sorted[^1],7:0.0}"));
    }

    private sealed record StartFigures(
        double ReadyMilliseconds, double CpuMilliseconds, double IdleMib, double MountedMib, double MountMilliseconds);
}
