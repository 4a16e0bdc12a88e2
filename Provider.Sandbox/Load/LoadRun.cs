using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Load;

/// <summary>A node's worth of mounts, all at once, round after round, over the driver's one connection.</summary>
internal sealed class LoadRun(LoadOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);

    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Limit);
        var volumes = Directory.CreateTempSubdirectory("load-");
        await using var cloud = await SandboxCloud.StartAsync(
            time, new Random(options.Seed),
            options.IsHttp1 ? new EdgeHabits { Protocols = HttpProtocols.Http1 } : null);
        try
        {
            await PrepareAsync(cloud);
            await using var provider = await ProviderProcess.StartAsync(
                options.Binary, cloud, options.ProviderFlags, limit.Token, limit: options.Memory);
            using var driver = new FakeDriver(provider.SocketPath, time);
            var idle = provider.MemoryKib("VmRSS");
            var requests = Enumerable.Range(0, options.Pods).Select(pod => Request(pod, volumes.FullName)).ToList();
            var rounds = new List<LoadRound>();
            for (var number = 1; number <= options.Rounds; number++)
            {
                rounds.Add(await RoundAsync(number, requests, cloud, provider, driver, limit.Token));
            }

            await Task.Delay(options.Settle, time, limit.Token);
            return new(
                rounds, idle / 1024.0, provider.MemoryKib("VmHWM") / 1024.0, provider.MemoryKib("VmRSS") / 1024.0,
                cloud.Connections, failures);
        }
        finally
        {
            volumes.Delete(recursive: true);
        }
    }

    private async Task PrepareAsync(SandboxCloud cloud)
    {
        foreach (var number in Enumerable.Range(0, options.Objects))
        {
            cloud.Vaults["load"].SetSecret(SecretName(number), new string('x', options.Size));
        }

        foreach (var pod in Enumerable.Range(0, options.Pods))
        {
            cloud.NmiService.Assigned[$"load/{PodName(pod)}"] = $"identity-{pod % options.Identities}";
        }

        LoadFaults.Script(cloud.Faults, options, time);
        await cloud.Nmi.StartAsync();
    }

    private async Task<LoadRound> RoundAsync(
        int number, List<MountRequest> requests, SandboxCloud cloud, ProviderProcess provider, FakeDriver driver,
        CancellationToken cancellationToken)
    {
        cloud.Calls.Clear();
        var (cpu, begun) = (provider.CpuTime(), time.GetTimestamp());
        var mounts = await Task.WhenAll(requests.Select(request => MountAsync(driver, request, cancellationToken)));
        var latencies = mounts.OfType<double>().ToList();
        var elapsed = time.GetElapsedTime(begun);
        return new LoadRound
        {
            Number = number,
            Mounted = latencies.Count,
            Failed = requests.Count - latencies.Count,
            MountsPerSecond = latencies.Count / elapsed.TotalSeconds,
            Latency = Latencies.Of(latencies),
            CpuPerMount = (provider.CpuTime() - cpu).TotalMilliseconds / requests.Count,
            Memory = provider.MemoryKib("VmRSS") / 1024.0,
            VaultCalls = cloud.Calls.Count(Services.Vault),
            ThrottledCalls = cloud.Calls.Count(call => call.Service == Services.Vault && call.Status == 429),
            TokenCalls = cloud.Calls.Count(Services.Nmi),
        };
    }

    // The time of a mount that worked; none for one that failed, which is counted by what it said.
    private async Task<double?> MountAsync(FakeDriver driver, MountRequest request, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            await driver.MountAsync(request, FakeDriver.KubeletDeadline, cancellationToken);
            return time.GetElapsedTime(begun).TotalMilliseconds;
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            failures.AddOrUpdate($"{error.StatusCode} {error.Status.Detail.Split(':')[0]}", 1, (_, count) => count + 1);
            return null;
        }
    }

    private MountRequest Request(int pod, string volumes)
    {
        var objects = string.Concat(Enumerable.Range(0, options.Objects)
            .Select(number => $"  - |\n    objectName: {SecretName(number)}\n    objectType: secret\n"));
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", "load").Add("objects", $"array:\n{objects}");
        return MountRequests.Make(
            new SecretProviderClass("load", "load", parameters),
            new Pod("load", PodName(pod), Guid.NewGuid().ToString(), "default", [], [], null),
            null,
            null,
            Path.Combine(volumes, PodName(pod)));
    }

    private static string PodName(int pod) => string.Create(CultureInfo.InvariantCulture, $"pod-{pod}");

    private static string SecretName(int number) => string.Create(CultureInfo.InvariantCulture, $"secret-{number}");
}
