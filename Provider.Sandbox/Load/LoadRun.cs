using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Load;

/// <summary>Mounts a node's volumes all at once, round after round, over the driver's one connection.</summary>
internal sealed class LoadRun(LoadOptions options, TimeProvider time)
{
    private const string Space = "load";

    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);

    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Limit);
        var volumes = Directory.CreateTempSubdirectory("load-");
        try
        {
            await using var cloud = await CloudAsync();
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

    private async Task<SandboxCloud> CloudAsync()
    {
        var cloud = await SandboxCloud.StartAsync(
            time, new Random(options.Seed),
            options.IsHttp1 ? new EdgeHabits { Protocols = HttpProtocols.Http1 } : null);
        foreach (var vault in Enumerable.Range(0, options.Vaults).Select(number => cloud.Vaults[VaultName(number)]))
        {
            foreach (var number in Enumerable.Range(0, options.Objects))
            {
                vault.SetSecret(SecretName(number), new string('x', options.Size));
            }
        }

        foreach (var pod in Enumerable.Range(0, options.Pods))
        {
            cloud.NmiService.Assigned[$"{Space}/{PodName(pod)}"] = $"identity-{pod % options.Identities}";
        }

        LoadFaults.Script(cloud.Faults, options, time);
        await cloud.Nmi.StartAsync();
        return cloud;
    }

    private async Task<LoadRound> RoundAsync(
        int number, List<MountRequest> requests, SandboxCloud cloud, ProviderProcess provider, FakeDriver driver,
        CancellationToken cancellationToken)
    {
        cloud.Calls.Clear();
        var (cpu, begun) = (provider.CpuTime(), time.GetTimestamp());
        var pause = number > 1 ? options.Spread / requests.Count : TimeSpan.Zero;
        using var places = new SemaphoreSlim(Math.Min(options.AtOnce, requests.Count));
        var mounts = await Task.WhenAll(requests.Select(async (request, place) =>
        {
            await Task.Delay(pause * place, time, cancellationToken);
            return await MountAsync(request, driver, places, cancellationToken);
        }));
        var elapsed = time.GetElapsedTime(begun);
        var latencies = mounts.Where(mount => mount.Error is null).Select(mount => mount.Elapsed.TotalMilliseconds)
            .ToList();
        foreach (var failure in mounts.Select(mount => mount.Failure).OfType<string>())
        {
            failures[failure] = failures.GetValueOrDefault(failure) + 1;
        }

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

    private async Task<MountOutcome> MountAsync(
        MountRequest request, FakeDriver driver, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await MountOutcome.OfAsync(driver, request, FakeDriver.KubeletDeadline, time, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    private MountRequest Request(int pod, string volumes) => PodIdentityRequests.Make(
        Space, PodName(pod), VaultName(pod % options.Vaults),
        PodIdentityRequests.Secrets(Enumerable.Range(0, options.Objects).Select(SecretName)),
        Path.Combine(volumes, PodName(pod)));

    private static string VaultName(int vault) => string.Create(CultureInfo.InvariantCulture, $"load{vault}");

    private static string PodName(int pod) => string.Create(CultureInfo.InvariantCulture, $"pod-{pod}");

    private static string SecretName(int number) => string.Create(CultureInfo.InvariantCulture, $"secret-{number}");
}
