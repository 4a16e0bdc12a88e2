using System.Collections.Immutable;
using System.Globalization;
using Grpc.Core;
using Provider.Model;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Storm;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Faults;

/// <summary>One mount for each fault of each identity endpoint, all at once, each given what kubelet gives.</summary>
internal sealed class FaultTable(string binary, TimeProvider time)
{
    /// <summary>The fault of an endpoint without a listener.</summary>
    public const string Refused = "connection refused";

    private const string VaultName = "faults";
    private const string Object = "secret/one";

    /// <exception cref="PlatformNotSupportedException">
    /// The machine cannot show a provider the stand-in cluster.
    /// </exception>
    public async Task<ImmutableArray<FaultCell>> RunAsync(CancellationToken cancellationToken)
    {
        await using var silent = await SandboxCloud.PrepareAsync(time, new Random(1));
        await using var faulty = await SandboxCloud.StartAsync(time, new Random(1));
        await faulty.Nmi.StartAsync();
        var cells = await Task.WhenAll(
            RunAsync(silent, [(Refused, null)], cancellationToken),
            RunAsync(
                faulty, [.. StormFaults.All.Select(fault => (fault.Name, (Fault?)fault.Fault))], cancellationToken));
        return [.. FaultyEndpoint.All.SelectMany(
            endpoint => cells.SelectMany(some => some.Where(cell => cell.Endpoint == endpoint.Title)))];
    }

    private async Task<ImmutableArray<FaultCell>> RunAsync(
        SandboxCloud cloud, ImmutableArray<(string Name, Fault? Fault)> faults, CancellationToken cancellationToken)
    {
        var volumes = Directory.CreateTempSubdirectory("faults-");
        try
        {
            cloud.Vaults[VaultName].SetSecret("one", "1");
            var view = await ClusterView.OfAsync(cloud.Cluster, cancellationToken);
            await using var provider =
                await ProviderProcess.StartAsync(binary, cloud, [], cancellationToken, view: view);
            using var driver = new FakeDriver(provider.SocketPath, time);
            var pods = new WorkloadPods(cloud, volumes.FullName, time);
            return
            [
                .. await Task.WhenAll(
                    from endpoint in FaultyEndpoint.All
                    from fault in faults.Index()
                    select CellAsync(endpoint, fault.Item.Name, fault.Item.Fault, Pod(pods, endpoint, fault.Index),
                        cloud, driver, pods, cancellationToken)),
            ];
        }
        finally
        {
            volumes.Delete(recursive: true);
        }
    }

    // The same names and ids in each run, since messages have them.
    private static WorkloadPod Pod(WorkloadPods pods, FaultyEndpoint endpoint, int fault) => pods.Make(
        endpoint.Access,
        string.Create(CultureInfo.InvariantCulture, $"pod-{fault}"),
        string.Create(CultureInfo.InvariantCulture, $"{(int)endpoint.Access:D8}-0000-0000-0000-{fault:D12}"),
        VaultName);

    private async Task<FaultCell> CellAsync(
        FaultyEndpoint endpoint, string name, Fault? fault, WorkloadPod pod, SandboxCloud cloud, FakeDriver driver,
        WorkloadPods pods,
        CancellationToken cancellationToken)
    {
        if (fault is not null)
        {
            cloud.Faults.Add(call => endpoint.IsFor(call, pod), fault);
        }

        var begun = time.GetTimestamp();
        var (status, message) = await MountAsync(driver, pods.Request(pod, VaultName, [Object]), cancellationToken);
        var elapsed = time.GetElapsedTime(begun);
        var code = ErrorCodes.All.FirstOrDefault(one => message.StartsWith(one.Name + ":", StringComparison.Ordinal));
        return new FaultCell(
            endpoint.Title, name, status.ToString(), code?.Name ?? "", code is null
                ? message
                : AsOnANode(What(message, code), cloud),
            elapsed, cloud.Calls.All.Count(call => endpoint.IsFor(call, pod)));
    }

    private static async Task<(StatusCode Status, string Message)> MountAsync(
        FakeDriver driver, Protocol.MountRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await driver.MountAsync(request, FakeDriver.KubeletDeadline, cancellationToken);
            return (StatusCode.OK, "");
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return (error.StatusCode, error.Status.Detail);
        }
    }

    private static string What(string message, ErrorCode code) =>
        message[(code.Name.Length + 1)..].Replace(code.Remedy, "", StringComparison.Ordinal).Trim();

    private static string AsOnANode(string text, SandboxCloud cloud) => text
        .Replace(cloud.Nmi.Address.Authority, "127.0.0.1:2579", StringComparison.Ordinal)
        .Replace(cloud.ImdsAddress.Authority, "169.254.169.254", StringComparison.Ordinal);
}

/// <summary>What came of a mount whose identity endpoint does one thing wrong all the time.</summary>
internal sealed record FaultCell(
    string Endpoint, string Fault, string Status, string Code, string What, TimeSpan Elapsed, int Calls);
