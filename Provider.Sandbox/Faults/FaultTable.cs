using System.Collections.Immutable;
using System.Globalization;
using Grpc.Core;
using Provider.Model;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Storm;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Faults;

/// <summary>One mount for each fault of each endpoint, all at once.</summary>
/// <remarks>
/// <c>deadline</c>: the deadline of each mount. The page is made with kubelet's; a shorter one has the same codes and
/// messages, with fewer calls.
/// </remarks>
internal sealed class FaultTable(string binary, TimeProvider time, TimeSpan deadline)
{
    /// <summary>The fault of an endpoint without a listener.</summary>
    public const string Refused = "connection refused";

    private const string Object = "secret/one";

    private static readonly ImmutableArray<FaultyEndpoint> Secured =
        [.. FaultyEndpoint.All.Where(endpoint => endpoint.IsSecured)];

    /// <exception cref="PlatformNotSupportedException">
    /// The simulated cluster needs mount namespaces, which are not available.
    /// </exception>
    public async Task<ImmutableArray<FaultCell>> RunAsync(CancellationToken cancellationToken)
    {
        using var tls = new TlsFaults();
        await using var silent = await SandboxCloud.PrepareAsync(time, new Random(1));
        await using var faulty = await SandboxCloud.StartAsync(time, new Random(1));
        await faulty.Nmi.StartAsync();
        // The vault is not called without a token, so its own refused connection is not seen.
        var unreached = from endpoint in FaultyEndpoint.All
                        where endpoint.Service != Services.Vault
                        select new FaultRow(endpoint, Refused, null, Number: 0);
        var wrong = from endpoint in FaultyEndpoint.All
                    from fault in StormFaults.All.Concat(StormFaults.Of(endpoint.Service)).Index()
                    select new FaultRow(endpoint, fault.Item.Name, InTime(fault.Item.Fault), fault.Index);
        var cells = await Task.WhenAll(
        [
            RunAsync(silent, unreached, cancellationToken),
            .. tls.All.Select(fault => RunAsync(fault, cancellationToken)),
            RunAsync(faulty, wrong, cancellationToken),
        ]);
        return [.. FaultyEndpoint.All.SelectMany(
            endpoint => cells.SelectMany(some => some.Where(cell => cell.Endpoint == endpoint.Title)))];
    }

    private async Task<ImmutableArray<FaultCell>> RunAsync(
        (string Name, EdgeHabits Habits) fault, CancellationToken cancellationToken)
    {
        await using var cloud = await SandboxCloud.StartAsync(time, new Random(1), fault.Habits);
        return await RunAsync(
            cloud, Secured.Select(endpoint => new FaultRow(endpoint, fault.Name, null, Number: 0)), cancellationToken);
    }

    private async Task<ImmutableArray<FaultCell>> RunAsync(
        SandboxCloud cloud, IEnumerable<FaultRow> rows, CancellationToken cancellationToken)
    {
        var volumes = Directory.CreateTempSubdirectory("faults-");
        try
        {
            var view = await ClusterView.OfAsync(cloud.Cluster, cancellationToken);
            await using var provider =
                await ProviderProcess.StartAsync(binary, cloud, [], cancellationToken, view: view);
            using var driver = new FakeDriver(provider.SocketPath, time);
            var pods = new WorkloadPods(cloud, volumes.FullName, time);
            return [.. await Task.WhenAll(rows.Select(row => CellAsync(row, cloud, driver, pods, cancellationToken)))];
        }
        finally
        {
            volumes.Delete(recursive: true);
        }
    }

    // A body of 800 bytes, eight each 100 ms, is read in 10 s. Mounts that come together have half of a short deadline.
    private Fault? InTime(Fault fault) => fault is Fault.Drip drip && deadline < FakeDriver.KubeletDeadline
        ? drip with { BytesAtATime = (int)(4 * (FakeDriver.KubeletDeadline / deadline)) }
        : fault;

    private async Task<FaultCell> CellAsync(
        FaultRow row, SandboxCloud cloud, FakeDriver driver, WorkloadPods pods, CancellationToken cancellationToken)
    {
        var endpoint = row.Endpoint;
        // A vault that throttles one mount throttles all.
        cloud.Vaults[row.Vault].SetSecret("one", "1");
        var pod = pods.Make(endpoint.Access, $"pod-{row.Number}", row.Identity, row.Vault);
        if (row.Fault is not null)
        {
            cloud.Faults.Add(call => endpoint.IsFor(call, pod, row.Vault), row.Fault);
        }

        var outcome = await MountOutcome.OfAsync(
            driver, pods.Request(pod, row.Vault, [Object]), deadline, time, cancellationToken);
        var (status, message) = (outcome.Error?.StatusCode ?? StatusCode.OK, outcome.Error?.Status.Detail ?? "");
        var code = ErrorCodes.All.FirstOrDefault(one => message.StartsWith(one.Name + ":", StringComparison.Ordinal));
        return new FaultCell(
            endpoint.Title, row.Name, status.ToString(), code?.Name ?? "",
            code is null ? message : AsOnANode(What(message, code), cloud),
            outcome.Elapsed, cloud.Calls.All.Count(call => endpoint.IsFor(call, pod, row.Vault)));
    }

    private static string What(string message, ErrorCode code) =>
        message[(code.Name.Length + 1)..].Replace(code.Remedy, "", StringComparison.Ordinal).Trim();

    private static string AsOnANode(string text, SandboxCloud cloud) => text
        .Replace(cloud.Nmi.Address.Authority, "127.0.0.1:2579", StringComparison.Ordinal)
        .Replace(cloud.ImdsAddress.Authority, "169.254.169.254", StringComparison.Ordinal);

    // The same names and ids in each run, since messages have them.
    private sealed record FaultRow(FaultyEndpoint Endpoint, string Name, Fault? Fault, int Number)
    {
        public string Vault => Endpoint.Service == Services.Vault ? $"faults-{Number}" : "faults";

        public string Identity => string.Create(
            CultureInfo.InvariantCulture, $"{FaultyEndpoint.All.IndexOf(Endpoint):D8}-0000-0000-0000-{Number:D12}");
    }
}

/// <summary>The result of a mount whose endpoint always has one fault.</summary>
internal sealed record FaultCell(
    string Endpoint, string Fault, string Status, string Code, string What, TimeSpan Elapsed, int Calls);
