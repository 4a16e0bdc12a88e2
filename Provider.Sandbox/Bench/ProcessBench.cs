using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Bench;

/// <summary>Measures a start, an idle process and a first mount. Times are in milliseconds, memory in MiB.</summary>
internal sealed class ProcessBench(TimeProvider time)
{
    private const int Starts = 5;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(75);

    // What the start has left is given back by then.
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(15);

    /// <summary>The median of some starts; one before them is not counted.</summary>
    public async Task<ReadyFigures> StartAsync(string program, CancellationToken cancellationToken)
    {
        await using var cloud = await CloudAsync();
        var figures = new List<ReadyFigures>();
        for (var start = 0; start <= Starts; start++)
        {
            var begun = time.GetTimestamp();
            await using var provider = await ProviderProcess.StartAsync(program, cloud, [], cancellationToken);
            var ready = time.GetElapsedTime(begun).TotalMilliseconds;
            figures.Add(new ReadyFigures(ready, ProcessFigures.CpuTime(provider.Id).TotalMilliseconds));
            await provider.StopAsync();
        }

        return figures[1..].OrderBy(one => one.Ready).ElementAt(Starts / 2);
    }

    /// <summary>A process without calls.</summary>
    public async Task<IdleFigures?> IdleAsync(string program, CancellationToken cancellationToken)
    {
        await using var cloud = await CloudAsync();
        await using var provider = await ProviderProcess.StartAsync(program, cloud, [], cancellationToken);
        await Task.Delay(UntilIdle, time, cancellationToken);
        var before = ProcessFigures.CpuTime(provider.Id);
        await Task.Delay(Idle, time, cancellationToken);
        return new IdleFigures(
            provider.MemoryKib("RssAnon") / 1024.0, provider.MemoryKib("VmRSS") / 1024.0,
            (ProcessFigures.CpuTime(provider.Id) - before).TotalMilliseconds);
    }

    /// <summary>The processor time of the first mount of all, the median of some starts.</summary>
    public async Task<double> FirstMountAsync(string program, RootsOfTrust roots, CancellationToken cancellationToken)
    {
        var figures = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            figures.Add(await FirstMountOnceAsync(program, roots, cancellationToken));
        }

        return figures.Order().ElementAt(Starts / 2);
    }

    private async Task<double> FirstMountOnceAsync(
        string program, RootsOfTrust roots, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("bench-");
        try
        {
            await using var cloud = await CloudAsync();
            await using var provider = await ProviderProcess.StartAsync(
                program, cloud, [], cancellationToken, environment: roots.Environment(cloud, directory.FullName));
            using var driver = new FakeDriver(provider.SocketPath, time);
            await driver.VersionAsync(cancellationToken);
            var before = ProcessFigures.CpuTime(provider.Id);
            var request = PodIdentityRequests.Make(
                "bench", "first", "demo", PodIdentityRequests.Secrets(["one"]),
                Path.Combine(directory.FullName, "volume"));
            await driver.MountAsync(request, FakeDriver.KubeletDeadline, cancellationToken);
            return (ProcessFigures.CpuTime(provider.Id) - before).TotalMilliseconds;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<SandboxCloud> CloudAsync()
    {
        var cloud = await SandboxCloud.StartAsync(time, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "value");
        cloud.NmiService.Assigned["bench/first"] = "11111111-1111-1111-1111-111111111111";
        await cloud.Nmi.StartAsync();
        return cloud;
    }
}

/// <summary>A start: time to the first response, and processor time until then.</summary>
internal sealed record ReadyFigures(double Ready, double Cpu);

/// <summary>An idle process: its memory, and the processor time that it used.</summary>
internal sealed record IdleFigures(double Anonymous, double Resident, double Cpu);
