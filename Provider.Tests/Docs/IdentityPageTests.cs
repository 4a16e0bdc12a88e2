using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Tests.Docs;

/// <summary>The table of calls on the page of identities is what the built provider makes.</summary>
public sealed class IdentityPageTests
{
    private const string VaultName = "demo";

    private static readonly string[] Objects = ["secret/one", "secret/two", "secret/three"];

    private readonly CancellationToken limit = Patience.Limit;

    public static TheoryData<string, string> Modes => new()
    {
        { nameof(AccessKind.PodIdentity), "pod identity" },
        { nameof(AccessKind.VmIdentity), "VM managed identity" },
        { nameof(AccessKind.ServicePrincipal), "service principal" },
        { nameof(AccessKind.WorkloadIdentity), "workload identity" },
        { nameof(AccessKind.TokenProxy), "token proxy" },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_page_shows_how_many_calls_a_mount_and_a_remount_make(string access, string row)
    {
        var reason = access == nameof(AccessKind.TokenProxy) ? await ClusterView.WhyNotAsync(limit) : null;
        Assert.SkipWhen(reason is not null, reason ?? "");
        var volumes = Directory.CreateTempSubdirectory("volumes-");
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        try
        {
            var counted = await CountAsync(Enum.Parse<AccessKind>(access), cloud, volumes.FullName);

            Assert.Equal(Written(row), counted);
        }
        finally
        {
            volumes.Delete(recursive: true);
        }
    }

    private async Task<List<string>> CountAsync(AccessKind access, SandboxCloud cloud, string volumes)
    {
        await cloud.Nmi.StartAsync();
        foreach (var name in Objects)
        {
            cloud.Vaults[VaultName].SetSecret(name.Split('/')[1], "1");
        }

        await using var provider = await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, cloud, ["--rotation-cache-ttl=0"], limit,
            view: access == AccessKind.TokenProxy ? new ClusterView(cloud.Cluster) : null);
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        var pods = new WorkloadPods(cloud, volumes, TimeProvider.System);
        var identity = WorkloadPods.NewIdentity();
        var first = pods.Make(access, "first", identity, VaultName);

        // Pods of one workload share their Secret; everything else that proves them is their own.
        var second = pods.Make(access, "second", identity, VaultName) with { Secret = first.Secret };

        // Kubelet shows the same service-account token until it is old.
        var (asked, next) = (pods.Request(first, VaultName, Objects), pods.Request(second, VaultName, Objects));
        List<string> counted = [];
        foreach (var request in new[] { asked, next, asked })
        {
            cloud.Calls.Clear();
            await driver.MountAsync(request, FakeDriver.KubeletDeadline, limit);
            var atVault = cloud.Calls.Count(Services.Vault);
            counted.AddRange([$"{cloud.Calls.All.Count - atVault}", $"{atVault}"]);
        }

        return counted;
    }

    private static IEnumerable<string> Written(string mode)
    {
        var lines = MarkdownPage.Read("docs/identity.md").Text.Split('\n').SkipWhile(line => line != "## Calls");
        var row =
            lines.Single(line =>
                line.StartsWith($"| {mode} | ", StringComparison.Ordinal) && char.IsDigit(line[mode.Length + 5]));
        return row.Trim('|').Split('|').Select(cell => cell.Trim()).Skip(1).Take(6);
    }
}
