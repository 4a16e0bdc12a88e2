using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// What a node's worth of mounts costs a vault: 40 pods with 10 objects each, over a real socket, HTTP and TLS.
/// </summary>
public sealed class VaultCallCountTests(ITestOutputHelper output) : IDisposable
{
    private const int PodCount = 40;
    private const string VaultName = "demo";

    private static readonly string[] Objects = [.. Enumerable.Range(0, 10).Select(index => $"secret/object-{index}")];

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("volumes-");
    private readonly CancellationToken limit = Patience.Limit;

    public void Dispose() => volumes.Delete(recursive: true);

    [Theory]
    [InlineData(nameof(AccessKind.PodIdentity), 1, 60)]
    [InlineData(nameof(AccessKind.VmIdentity), 1, 60)]
    [InlineData(nameof(AccessKind.ServicePrincipal), 1, 60)]
    [InlineData(nameof(AccessKind.WorkloadIdentity), 1, 80)]
    [InlineData(nameof(AccessKind.TokenProxy), 1, 80)]
    [InlineData(nameof(AccessKind.PodIdentity), PodCount, 401)]
    [InlineData(nameof(AccessKind.VmIdentity), PodCount, 401)]
    [InlineData(nameof(AccessKind.ServicePrincipal), PodCount, 401)]
    [InlineData(nameof(AccessKind.WorkloadIdentity), PodCount, 401)]
    [InlineData(nameof(AccessKind.TokenProxy), PodCount, 401)]
    public async Task First_mounts_of_forty_pods_at_once_share_what_they_may(string access, int identities, int most)
    {
        var usesCluster = access == nameof(AccessKind.TokenProxy);
        var reason = usesCluster ? await ClusterView.WhyNotAsync(limit) : null;
        Assert.SkipWhen(reason is not null, reason ?? "");
        await using var stage =
            await Stage.StartAsync(usesCluster ? Stage.InCluster : "here", "--rotation-cache-ttl=30s");
        // What a vault in the same region takes.
        stage.Cloud.Faults.Add(Services.Vault, new Fault.Delay(TimeSpan.FromMilliseconds(20)));
        foreach (var name in Objects)
        {
            stage.Vault.SetSecret(name.Split('/')[1], name);
        }

        var pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);
        // The same requests twice: kubelet repeats a service-account token for most of an hour.
        MountRequest[] requests =
        [
            .. Make(pods, Enum.Parse<AccessKind>(access), identities)
                .Select(pod => pods.Request(pod, VaultName, Objects)),
        ];

        await MountAllAsync(stage, requests);
        var first = stage.Cloud.Calls.Count(Services.Vault);
        stage.Cloud.Calls.Clear();
        await MountAllAsync(stage, requests);

        output.WriteLine(
            $"{access}, {PodCount} pods of {identities} identities with {Objects.Length} objects: {first} calls to "
            + "the vault for the first "
            + $"mounts, {stage.Cloud.Calls.Count(Services.Vault)} for re-mounts within --rotation-cache-ttl");
        Assert.InRange(first, Objects.Length * identities, most);
    }

    private static WorkloadPod[] Make(WorkloadPods pods, AccessKind access, int identities)
    {
        var clientIds = Enumerable.Range(0, identities).Select(_ => WorkloadPods.NewIdentity()).ToArray();
        var made = new List<WorkloadPod>();
        foreach (var number in Enumerable.Range(0, PodCount))
        {
            var pod = pods.Make(access, WorkloadPods.Name(number), clientIds[number % identities], VaultName);
            // Pods of one workload share their Secret.
            made.Add(identities == 1 && made.Count > 0 ? pod with { Secret = made[0].Secret } : pod);
        }

        return [.. made];
    }

    private async Task MountAllAsync(Stage stage, MountRequest[] requests)
    {
        var volumesOfAll = await Task.WhenAll(
            requests.Select(request => stage.Driver.MountAsync(request, FakeDriver.KubeletDeadline, limit)));
        Assert.All(volumesOfAll, volume => Assert.All(Objects, name => Assert.Equal(name, volume.Files[name].Text)));
    }
}
