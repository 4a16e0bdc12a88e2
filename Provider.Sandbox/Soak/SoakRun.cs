using System.Collections.Concurrent;
using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Soak;

/// <summary>
/// Mounts for a long time while objects and rights change and calls fail, and compares every byte with the vault's.
/// </summary>
internal sealed class SoakRun(SoakOptions options, TimeProvider time)
{
    private readonly SoakTally tally = new();
    private readonly ConcurrentBag<Task> lives = [];

    public async Task<SoakResult> RunAsync(Action<SoakMinute> report, CancellationToken cancellationToken)
    {
        var volumes = Directory.CreateTempSubdirectory("soak-");
        await using var cloud = await SandboxCloud.StartAsync(time, new Random(options.Seed));
        try
        {
            await cloud.Nmi.StartAsync();
            SoakFaults.Script(cloud.Faults, options.Faults);
            var ttl = $"--rotation-cache-ttl={(int)options.CacheFor.TotalSeconds}s";
            await using var provider = await ProviderProcess.StartAsync(
                options.Binary, cloud, [ttl], cancellationToken, limit: options.Memory);
            using var driver = new FakeDriver(provider.SocketPath, time);
            await LiveAsync(
                cloud, provider, driver, new WorkloadPods(cloud, volumes.FullName, time), report, cancellationToken);
            await Task.Delay(options.Settle, time, cancellationToken);
            return new SoakResult(
                tally, provider.MemoryKib("VmHWM") / 1024.0, provider.MemoryKib("VmRSS") / 1024.0, cloud.Connections);
        }
        finally
        {
            volumes.Delete(recursive: true);
        }
    }

    private async Task LiveAsync(
        SandboxCloud cloud, ProviderProcess provider, FakeDriver driver, WorkloadPods pods, Action<SoakMinute> report,
        CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        SoakWorld world = null!;
        world = new SoakWorld(options, cloud, pods, tally, time)
        {
            Born = pod => lives.Add(LifeAsync(pod, world, driver, pods, over.Token)),
        };
        world.Populate();
        var changes = world.ChangeAsync(over.Token);
        await new SoakClock(options, tally, time).ReportAsync(cloud, provider, report, cancellationToken);
        await over.CancelAsync();
        await changes.ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await Task.WhenAll(lives);
        if (provider.HasExited)
        {
            tally.Fault("the provider ended");
        }
    }

    // A pod's life: mounted, mounted again and again, until it is deleted.
    private async Task LifeAsync(
        SoakPod pod, SoakWorld world, FakeDriver driver, WorkloadPods pods, CancellationToken over)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(over, pod.Deleted.Token);
        while (!ended.IsCancellationRequested)
        {
            await MountAsync(pod, world, driver, pods);
            await Task.Delay(options.Pause * (0.5 + Random.Shared.NextDouble()), time, ended.Token).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task MountAsync(SoakPod pod, SoakWorld world, FakeDriver driver, WorkloadPods pods)
    {
        var begun = time.GetTimestamp();
        var (isGranted, since) = pod.Right();
        // A remount may get a cached result, or the result of a request that another mount has just sent.
        var oldest = pod.IsMounted
            ? begun - (long)((options.CacheFor + options.Deadline).TotalSeconds * time.TimestampFrequency)
            : begun;
        var outcome = await MountOutcome.OfAsync(
            driver, pods.Request(pod.Pod, SoakWorld.VaultName, pod.Objects), options.Deadline, time,
            CancellationToken.None);
        if (outcome.Volume is not { } volume)
        {
            CountRefusal(outcome, pod, begun);
            return;
        }

        pod.IsMounted = true;
        if (!isGranted && since < oldest && pod.Right() == (isGranted, since))
        {
            tally.Fault($"{pod.Pod} was mounted without the right to read");
        }

        if (world.Expected.Fault(volume, pod.Objects, oldest) is { } fault)
        {
            tally.Fault($"{pod.Pod}: {fault}");
        }

        tally.Mount(outcome.Elapsed, volume.ResponseBytes);
    }

    private void CountRefusal(MountOutcome outcome, SoakPod pod, long begun)
    {
        var right = pod.Right();
        if (outcome.Error?.StatusCode == StatusCode.PermissionDenied)
        {
            // Correct if it had no right at some time during the mount, or was deleted meanwhile.
            if (right.IsGranted && right.Since < begun && !pod.Deleted.IsCancellationRequested)
            {
                tally.Fault($"{pod.Pod} was refused in spite of its right to read");
            }

            tally.Refusal();
            return;
        }

        tally.Fail(outcome.Failure!);
        if (!outcome.IsFinal)
        {
            tally.Fault($"{outcome.Failure} is not final");
        }
    }
}
