using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Bench;

/// <summary>How soon a started provider responds, and what memory it takes.</summary>
internal sealed class StartBench(TextWriter output, TimeProvider time)
{
    private const string Identity = "11111111-1111-1111-1111-111111111111";

    public async Task<int> RunAsync(string binary, int runs, CancellationToken cancellationToken)
    {
        await using var cloud = await SandboxCloud.StartAsync(time, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "value");
        cloud.NmiService.Assigned["bench/first"] = cloud.NmiService.Assigned["bench/second"] = Identity;
        await cloud.Nmi.StartAsync();

        // The first start fills the disk's cache and is not counted.
        var figures = new List<StartFigures>();
        for (var run = 0; run <= runs; run++)
        {
            figures.Add(await StartOnceAsync(binary, cloud, cancellationToken));
        }

        Write(binary, figures[1..]);
        return 0;
    }

    private async Task<StartFigures> StartOnceAsync(
        string binary, SandboxCloud cloud, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await using var provider = await ProviderProcess.StartAsync(binary, cloud, [], cancellationToken);
        var ready = time.GetElapsedTime(started);
        var cpu = provider.CpuTime();
        var idle = provider.MemoryKib("VmRSS");
        using var driver = new FakeDriver(provider.SocketPath, time);
        await driver.VersionAsync(cancellationToken);
        var before = ProcessFigures.CpuTime(provider.Id);
        var figures = new StartFigures
        {
            Ready = ready.TotalMilliseconds,
            Cpu = cpu.TotalMilliseconds,
            IdleMemory = idle / 1024.0,
            FirstMount = await MountAsync(driver, "first", cancellationToken),
            FirstMountCpu = (ProcessFigures.CpuTime(provider.Id) - before).TotalMilliseconds,
            MountedMemory = provider.MemoryKib("VmRSS") / 1024.0,
            SecondMount = await MountAsync(driver, "second", cancellationToken),
        };
        await provider.StopAsync();
        return figures;
    }

    private async Task<double> MountAsync(FakeDriver driver, string podName, CancellationToken cancellationToken)
    {
        var target = Directory.CreateTempSubdirectory("bench-");
        try
        {
            var request = PodIdentityRequests.Make(
                "bench", podName, "demo", PodIdentityRequests.Secrets(["one"]), target.FullName);
            var begun = time.GetTimestamp();
            await driver.MountAsync(request, FakeDriver.KubeletDeadline, cancellationToken);
            return time.GetElapsedTime(begun).TotalMilliseconds;
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }

    private void Write(string binary, List<StartFigures> figures)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{figures.Count} starts of {binary} ({BinaryDescription.Of(binary)})\n"));
        var table = new Table("", "min", "median", "max");
        void Row(string name, Func<StartFigures, double> figure)
        {
            var sorted = figures.Select(figure).Order().ToList();
            table.Add(name, sorted[0], sorted[sorted.Count / 2], sorted[^1]);
        }

        Row("start to first response, ms", one => one.Ready);
        Row("processor time until then, ms", one => one.Cpu);
        Row("resident memory when idle, MiB", one => one.IdleMemory);
        Row("first mount, ms", one => one.FirstMount);
        Row("processor time of it, ms", one => one.FirstMountCpu);
        Row("resident memory after it, MiB", one => one.MountedMemory);
        Row("second pod's mount, ms", one => one.SecondMount);
        table.Write(output);
    }
}
