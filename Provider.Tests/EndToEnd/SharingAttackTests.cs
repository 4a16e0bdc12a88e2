using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// A tenant that has its issuer return what it wants: it never gets what another tenant's token reads, and never makes
/// the other's mounts fail. Over a real socket, HTTP and TLS.
/// </summary>
public sealed class SharingAttackTests : IDisposable
{
    private const string VaultName = "demo";
    private const string OwnVault = "attackers-own";
    private const string Secret = "the victim's password";

    private static readonly string[] Objects = ["secret/password", "secret/second"];

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("volumes-");
    private readonly CancellationToken limit = Patience.Limit;

    private static readonly AccessKind[] Modes =
    [
        AccessKind.PodIdentity, AccessKind.VmIdentity, AccessKind.ServicePrincipal, AccessKind.WorkloadIdentity,
        AccessKind.TokenProxy,
    ];

    public static TheoryData<string, string, string> EachModeAgainstEach()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var victim in Modes)
        {
            foreach (var attacker in Modes)
            {
                rows.Add($"{victim}", $"{attacker}", "30s");
            }
        }

        rows.Add($"{AccessKind.PodIdentity}", $"{AccessKind.PodIdentity}", "0");
        rows.Add($"{AccessKind.WorkloadIdentity}", $"{AccessKind.PodIdentity}", "0");
        return rows;
    }

    public static TheoryData<string> Forgeries => [.. ForgedTokens.Names];

    public void Dispose() => volumes.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(EachModeAgainstEach))]
    public async Task A_forged_token_gets_nothing_of_another_tenant_and_breaks_nothing(
        string victimMode, string attackerMode, string cacheFor)
    {
        var usesCluster = new[] { victimMode, attackerMode }.Contains(nameof(AccessKind.TokenProxy));
        await using var stage = await StartAsync(cacheFor, usesCluster);
        var pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);
        var identity = WorkloadPods.NewIdentity();
        var victims = Pods(pods, victimMode, "victim", identity);
        await stage.Driver.MountAsync(pods.Request(victims[0], VaultName, Objects), FakeDriver.KubeletDeadline, limit);
        var attackers = Enumerable.Range(0, 4)
            .Select(index =>
                pods.Make(Enum.Parse<AccessKind>(attackerMode), $"attacker-{index}", WorkloadPods.NewIdentity(),
                    VaultName)).ToArray();
        await Task.WhenAll(attackers.Select(attacker => ObserveAsync(stage, pods, attacker)));
        foreach (var attacker in attackers)
        {
            ForgedTokens.Return(
                stage.Cloud, attacker, ForgedTokens.Make("other signature", RealToken(stage, identity)), identity);
        }

        // One after the other: re-mounts while the victim's values are cached.
        foreach (var attacker in attackers)
        {
            await FailsAsync(stage, pods, attacker);
        }

        // At once, and slowly, so that each finds the others under way.
        stage.Cloud.Faults.Add("vault", new Fault.Delay(TimeSpan.FromMilliseconds(30)));
        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(
            [
                .. attackers.Select(attacker => FailsAsync(stage, pods, attacker)),
                .. victims.Select(victim => MountsAsync(stage, pods, victim)),
            ]);
        }
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task No_text_that_an_issuer_returns_opens_what_another_token_has_read(string forgery)
    {
        await using var stage = await StartAsync("30s");
        var pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);
        var identity = WorkloadPods.NewIdentity();
        var victim = pods.Make(AccessKind.PodIdentity, "victim", identity, VaultName);
        await MountsAsync(stage, pods, victim);
        var attacker = pods.Make(AccessKind.PodIdentity, "attacker", WorkloadPods.NewIdentity(), VaultName);
        ForgedTokens.Return(stage.Cloud, attacker, ForgedTokens.Make(forgery, RealToken(stage, identity)), identity);

        await FailsAsync(stage, pods, attacker);
        await MountsAsync(stage, pods, victim);

        Assert.DoesNotContain(stage.Cloud.Calls.All, call => call.Headers.ContainsKey("X-Injected"));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0} of 00000000-0000-0000-0000-0000000000aa")]
    [InlineData("client {0}")]
    public async Task The_client_id_beside_a_token_means_nothing(string clientId)
    {
        await using var stage = await StartAsync("30s");
        var pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);
        var identity = WorkloadPods.NewIdentity();
        foreach (var mode in new[] { AccessKind.WorkloadIdentity, AccessKind.PodIdentity })
        {
            await MountsAsync(stage, pods, pods.Make(mode, $"victim-{mode}".ToLowerInvariant(), identity, VaultName));
        }

        var attacker = pods.Make(AccessKind.PodIdentity, "attacker", WorkloadPods.NewIdentity(), VaultName);
        await ObserveAsync(stage, pods, attacker);
        ForgedTokens.Return(stage.Cloud, attacker, "junk",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, clientId, identity));

        Assert.StartsWith("vault-unauthorized: ", await FailsAsync(stage, pods, attacker), StringComparison.Ordinal);
    }

    private static async Task<Stage> StartAsync(string cacheFor, bool usesCluster = false)
    {
        var reason = usesCluster ? await ClusterView.WhyNotAsync(Patience.Limit) : null;
        Assert.SkipWhen(reason is not null, reason ?? "");
        // Against the native binary where one is named.
        var kind = usesCluster ? Stage.InCluster
            : Environment.GetEnvironmentVariable("PROVIDER_BINARY") is { Length: > 0 } ? "binary" : "here";
        var stage = await Stage.StartAsync(kind, $"--rotation-cache-ttl={cacheFor}");
        foreach (var name in Objects)
        {
            stage.Vault.SetSecret(name.Split('/')[1], Secret);
            stage.Cloud.Vaults[OwnVault].SetSecret(name.Split('/')[1], "the attacker's own");
        }

        return stage;
    }

    private static WorkloadPod[] Pods(WorkloadPods pods, string mode, string name, string identity)
    {
        var first = pods.Make(Enum.Parse<AccessKind>(mode), $"{name}-0", identity, VaultName);
        return [first, .. Enumerable.Range(1, 3)
            .Select(index =>
                pods.Make(first.Access, $"{name}-{index}", identity, VaultName) with { Secret = first.Secret })];
    }

    private static string RealToken(Stage stage, string identity) =>
        stage.Cloud.Tokens.Issued.First(token => token.Principal == identity).Text;

    // The attacker's volume has been mounted before, with its own vault and its own identity: what follows is a
    // re-mount, whose first attempt ends the token that is cached.
    private async Task ObserveAsync(Stage stage, WorkloadPods pods, WorkloadPod attacker)
    {
        var volume =
            await stage.Driver.MountAsync(pods.Request(attacker, OwnVault, Objects), FakeDriver.KubeletDeadline, limit);
        Assert.Equal("the attacker's own", volume.Files[Objects[0]].Text);
        stage.Vault.Refused[attacker.Identity] = Refusal.ForbiddenByRbac;
        stage.Cloud.Tokens.Revoke(attacker.Identity);
        await FailsAsync(stage, pods, attacker);
    }

    private async Task MountsAsync(Stage stage, WorkloadPods pods, WorkloadPod victim)
    {
        var volume =
            await stage.Driver.MountAsync(pods.Request(victim, VaultName, Objects), FakeDriver.KubeletDeadline, limit);
        Assert.All(Objects, name => Assert.Equal(Secret, volume.Files[name].Text));
    }

    private async Task<string> FailsAsync(Stage stage, WorkloadPods pods, WorkloadPod attacker)
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => stage.Driver.MountAsync(
                pods.Request(attacker, VaultName, Objects), FakeDriver.KubeletDeadline, limit));
        Assert.Matches("^(vault-unauthorized|vault-forbidden|token-malformed): ", error.Status.Detail);
        Assert.DoesNotContain(Secret, error.Status.Detail, StringComparison.Ordinal);
        return error.Status.Detail;
    }
}
