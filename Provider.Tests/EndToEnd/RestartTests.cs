using System.Collections.Concurrent;
using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>The provider is replaced while a node mounts: killed, or updated.</summary>
public sealed class RestartTests
{
    private const string VaultName = "demo";
    private static readonly string[] Objects = ["secret/one"];

    private readonly CancellationToken limit = Patience.Limit;

    [Fact]
    public async Task Forty_mounts_that_a_kill_interrupts_succeed_when_kubelet_repeats_them()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(call => call.Service == Services.Vault, new Fault.Hang());
        var first = ((ProviderBinary)stage.Provider).Process;
        using var volumes = new TemporaryDirectory();
        var mounts = Pods(stage, volumes, 40).Select(pod => MountAsync(stage.Driver, pod)).ToList();
        await stage.Cloud.Calls.WaitForAsync(call => call.Service == Services.Nmi && call.IsOver, 40, limit);

        await first.KillAsync();
        stage.Cloud.Faults.Clear();
        await using var second = await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, stage.Cloud, [$"--endpoint=unix://{first.SocketPath}"], limit);

        Assert.All(await Task.WhenAll(mounts), volume => Assert.Equal("1", volume.Files["secret/one"].Text));
    }

    [Fact]
    public async Task An_update_under_load_fails_no_mount()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        using var volumes = new TemporaryDirectory();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit);
        var failures = new ConcurrentQueue<string>();
        using var mounted = new SemaphoreSlim(0);
        var load = Pods(stage, volumes, 8)
            .Select(pod => MountAsync(stage.Driver, pod, mounted, failures, over.Token)).ToList();

        var old = ((ProviderBinary)stage.Provider).Process;
        var serves = new TaskCompletionSource();
        await using var updated = await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, stage.Cloud, [$"--endpoint=unix://{old.SocketPath}"], limit,
            line => _ = line.Contains("\"serving\"", StringComparison.Ordinal) && serves.TrySetResult());
        await serves.Task.WaitAsync(limit);
        Assert.Equal(0, await old.StopAsync());
        await TakeAsync(mounted, mounted.CurrentCount + 20);
        await over.CancelAsync();
        await Task.WhenAll(load);

        Assert.Empty(failures);
        Assert.True(File.Exists(old.SocketPath));
        Assert.Contains("\"mounted\"", updated.Output, StringComparison.Ordinal);
    }

    private static List<Protocol.MountRequest> Pods(Stage stage, TemporaryDirectory volumes, int count)
    {
        var pods = new WorkloadPods(stage.Cloud, volumes.Path, TimeProvider.System);
        return Enumerable.Range(0, count).Select(number => pods.Request(
            pods.Make(AccessKind.PodIdentity, WorkloadPods.Name(number), WorkloadPods.NewIdentity(), VaultName),
            VaultName, Objects)).ToList();
    }

    // Until the load is over.
    private async Task MountAsync(
        FakeDriver driver, Protocol.MountRequest request, SemaphoreSlim mounted, ConcurrentQueue<string> failures,
        CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await driver.MountAsync(request, FakeDriver.KubeletDeadline, limit);
                mounted.Release();
            }
            catch (Exception failure) when (failure is RpcException or InvalidDataException)
            {
                failures.Enqueue(failure.Message);
            }
        }
    }

    // As kubelet does: what has failed is tried again.
    private async Task<MountedVolume> MountAsync(FakeDriver driver, Protocol.MountRequest request)
    {
        while (true)
        {
            try
            {
                return await driver.MountAsync(request, FakeDriver.KubeletDeadline, limit);
            }
            catch (RpcException) when (!limit.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    private async Task TakeAsync(SemaphoreSlim signal, int count)
    {
        for (var taken = 0; taken < count; taken++)
        {
            await signal.WaitAsync(limit);
        }
    }
}
