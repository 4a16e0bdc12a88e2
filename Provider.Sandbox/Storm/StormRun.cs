using System.Collections.Immutable;
using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Storm;

/// <summary>Mounts with each fault of each service, at each share of its calls, on one provider.</summary>
// Each cell has its own vault and its own pods with their own identities, so that nothing cached or refused in one cell
// is seen in the next.
internal sealed class StormRun(StormOptions options, TimeProvider time)
{
    private int cells;

    /// <summary>
    /// Runs all cells. Returns the provider's resident memory in MiB: its peak, and when it has been idle for a while.
    /// </summary>
    public async Task<(double Peak, double Settled)> RunAsync(
        Action<StormCell> report, CancellationToken cancellationToken)
    {
        var volumes = Directory.CreateTempSubdirectory("storm-");
        await using var cloud = await SandboxCloud.StartAsync(time, new Random(1));
        try
        {
            await cloud.Nmi.StartAsync();
            var view = options.Services.Contains(Services.TokenProxy)
                ? await ClusterView.OfAsync(cloud.Cluster, cancellationToken)
                : null;
            await using var provider = await ProviderProcess.StartAsync(
                options.Binary, cloud, ["-v=10"], cancellationToken, limit: options.Memory, view: view);
            using var driver = new FakeDriver(provider.SocketPath, time);
            foreach (var fault in Faults())
            {
                var before = provider.CpuTime();
                var cell = await CellAsync(fault, cloud, driver, volumes.FullName, cancellationToken);
                report(WithFigures(cell, provider, before));
            }

            await Task.Delay(options.Settle, time, cancellationToken);
            return (provider.MemoryKib("VmHWM") / 1024.0, provider.MemoryKib("VmRSS") / 1024.0);
        }
        finally
        {
            volumes.Delete(recursive: true);
        }
    }

    private static StormCell WithFigures(StormCell cell, ProviderProcess provider, TimeSpan before) =>
        provider.HasExited
            ? cell with { Wrong = cell.Wrong.Add("the provider ended") }
            : cell with
            {
                Memory = provider.MemoryKib("VmRSS") / 1024.0,
                Cpu = provider.CpuTime() - before,
                Wrong = cell.Wrong.AddRange(Leaks(provider)),
            };

    private IEnumerable<SharedFault> Faults() =>
        from service in options.Services
        from fault in options.For(service)
        from share in options.Shares
        select new SharedFault(service, fault.Name, fault.Fault, share);

    // Every secret and every token of the sandbox contains this marker.
    private static string[] Leaks(ProviderProcess provider) =>
        provider.Output.Contains("canary-", StringComparison.Ordinal) ? ["the log contains a secret or a token"] : [];

    private async Task<StormCell> CellAsync(
        SharedFault fault, SandboxCloud cloud, FakeDriver driver, string volumes, CancellationToken cancellationToken)
    {
        var vault = string.Create(CultureInfo.InvariantCulture, $"storm-{++cells}");
        var truth = new ExpectedContent(cloud.Vaults[vault], time);
        var secrets = Enumerable.Range(0, options.Objects)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"secret-{number}")).ToList();
        secrets.ForEach(truth.SetSecret);
        var objects = secrets.Select(secret => $"secret/{secret}").ToList();
        var pods = new WorkloadPods(cloud, volumes, time);
        var made = Enumerable.Range(0, options.Pods)
            .Select(number => pods.Make(
                Access(fault.Service, number), $"{vault}-{WorkloadPods.Name(number)}", WorkloadPods.NewIdentity(),
                vault))
            .ToList();

        cloud.Calls.Clear();
        cloud.Faults.Add(call => call.Service == fault.Service, fault.Fault, probability: fault.Share);
        var ends = await Task.WhenAll(
            made.Select(pod => MountAsync(driver, pods, pod, vault, objects, truth, cancellationToken)));
        var calls = cloud.Calls.Count(fault.Service);
        cloud.Faults.Clear();
        return new StormCell(
            fault.Service, fault.Name, fault.Share, ends.Count(end => end.Failure is null),
            ends.Where(end => end.Failure is not null).CountBy(end => end.Failure!)
                .ToImmutableSortedDictionary(failure => failure.Key, failure => failure.Value, StringComparer.Ordinal),
            ends.Max(end => end.Elapsed.TotalSeconds), calls,
            [.. ends.Select(end => end.Wrong).OfType<string>().Distinct()]);
    }

    private async Task<End> MountAsync(
        FakeDriver driver, WorkloadPods pods, WorkloadPod pod, string vault, List<string> objects,
        ExpectedContent truth, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var outcome = await MountOutcome.OfAsync(
            driver, pods.Request(pod, vault, objects), options.Deadline, time, cancellationToken);
        var wrong = outcome.Volume is { } volume ? truth.Fault(volume, objects, begun)
            : outcome.IsFinal ? null
            : $"{outcome.Failure} is not final";
        return new(outcome.Failure, wrong, outcome.Elapsed);
    }

    // The access mode that calls the service; for the vault, every mode.
    private static AccessKind Access(string service, int number) => service switch
    {
        Services.Nmi => AccessKind.PodIdentity,
        Services.Imds => AccessKind.VmIdentity,
        Services.TokenProxy => AccessKind.TokenProxy,
        Services.Entra => number % 2 == 0 ? AccessKind.ServicePrincipal : AccessKind.WorkloadIdentity,
        _ => (AccessKind)(number % 4),
    };

    private sealed record SharedFault(string Service, string Name, Fault Fault, double Share);

    private sealed record End(string? Failure, string? Wrong, TimeSpan Elapsed);
}
