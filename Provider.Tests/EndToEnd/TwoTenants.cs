using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>A vault that a tenant, the victim, may read and that another one, the attacker, may no longer.</summary>
internal sealed class TwoTenants : IAsyncDisposable
{
    public const string Password = "secret/password";
    public const string Own = "secret/own";

    private const string VaultName = "demo";
    private const string ServiceAccountTokens = "csi.storage.k8s.io/serviceAccount.tokens";
    private const string Secret = "the victim's password";
    private const string OfAttacker = "the attacker's own";
    private const string NotYet = "not secret yet";
    private const string Second = "secret/second";

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("volumes-");
    private readonly CancellationToken limit = Patience.Limit;
    private readonly WorkloadPods pods;
    private readonly WorkloadPod[] victims;
    private readonly List<string> tokens = [];
    private readonly ConcurrentDictionary<string, string> serviceAccountTokens = [];

    private TwoTenants(Stage stage, AccessKind mode)
    {
        Stage = stage;
        pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);
        var first = pods.Make(mode, "victim-0", WorkloadPods.NewIdentity(), VaultName);
        victims =
        [
            first, .. Enumerable.Range(1, 3).Select(number =>
                pods.Make(mode, $"victim-{number}", first.Identity, VaultName) with { Secret = first.Secret }),
        ];
    }

    public Stage Stage { get; }

    public SandboxCloud Cloud => Stage.Cloud;

    /// <summary>Pods of one workload of the victim.</summary>
    public IReadOnlyList<WorkloadPod> Victims => victims;

    /// <summary>What the victim's pods have proven, each its own.</summary>
    public IReadOnlyList<string> VictimTokens => tokens;

    public static async Task<TwoTenants> StartAsync(string cacheFor, string victimMode, string attackerMode)
    {
        var usesCluster = new[] { victimMode, attackerMode }.Contains(nameof(AccessKind.TokenProxy));
        var reason = usesCluster ? await ClusterView.WhyNotAsync(Patience.Limit) : null;
        Assert.SkipWhen(reason is not null, reason ?? "");
        // Against the native binary where one is named.
        var kind = usesCluster ? Stage.InCluster
            : Environment.GetEnvironmentVariable("PROVIDER_BINARY") is { Length: > 0 } ? "binary" : "here";
        var tenants = new TwoTenants(
            await Stage.StartAsync(kind, $"--rotation-cache-ttl={cacheFor}"), Enum.Parse<AccessKind>(victimMode));
        tenants.Set(Password, NotYet);
        tenants.Set(Second, Secret);
        tenants.Set(Own, OfAttacker);
        return tenants;
    }

    /// <summary>A pod of the attacker's that was never mounted.</summary>
    public WorkloadPod Attacker(string mode, string name)
    {
        var pod = pods.Make(Enum.Parse<AccessKind>(mode), name, WorkloadPods.NewIdentity(), VaultName);
        Stage.Vault.Refused[pod.Identity] = Refusal.ForbiddenByRbac;
        return pod;
    }

    /// <summary>
    /// A pod of the attacker's whose volume was mounted while its identity had a role, so that what follows is a
    /// remount; its cached token is refused once, so that the issuer is asked again.
    /// </summary>
    public async Task<WorkloadPod> MountedAttackerAsync(string mode, string name)
    {
        var pod = Attacker(mode, name);
        Stage.Vault.Refused.Remove(pod.Identity, out _);
        Assert.Equal(NotYet, (await MountAsync(pod, Password)).Files[Password].Text);
        Stage.Vault.Refused[pod.Identity] = Refusal.ForbiddenByRbac;
        Cloud.Tokens.Revoke(pod.Identity);
        // With other attributes, so that the vault is asked: its 401 ends what is cached of the token.
        await Assert.ThrowsAsync<RpcException>(() => MountAsync(pod, Second));
        return pod;
    }

    /// <summary>The victim begins: the vault accepts its tokens, and then has a password worth stealing.</summary>
    public async Task ProveVictimsAsync()
    {
        foreach (var victim in victims)
        {
            await MountsAsync(victim, Second);
            tokens.Add(Cloud.Calls.All.Last(call => call.Service == Services.Vault).BearerToken!);
        }

        Set(Password, Secret);
    }

    public async Task MountsAsync(WorkloadPod victim, string named = Password) =>
        Assert.Equal(Secret, (await MountAsync(victim, named)).Files[named].Text);

    public async Task MountsOwnAsync(WorkloadPod attacker) =>
        Assert.Equal(OfAttacker, (await MountAsync(attacker, Own)).Files[Own].Text);

    /// <summary>A mount of the password fails.</summary>
    public async Task<string> FailsAsync(WorkloadPod pod)
    {
        // A mount that does not fail is reported as what it is: the victim's secret, or something else.
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => Assert.NotEqual(Secret, (await MountAsync(pod, Password)).Files[Password].Text));
        Assert.Matches("^(vault-unauthorized|vault-forbidden|token-malformed|object-not-found): ", error.Status.Detail);
        Assert.DoesNotContain(Secret, error.Status.Detail, StringComparison.Ordinal);
        return error.Status.Detail;
    }

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        volumes.Delete(recursive: true);
    }

    private void Set(string named, string value) => Stage.Vault.SetSecret(named.Split('/')[1], value);

    private Task<MountedVolume> MountAsync(WorkloadPod pod, string named)
    {
        var request = pods.Request(pod, VaultName, [named]);
        var attributes = JsonNode.Parse(request.Attributes)!.AsObject();
        if (attributes[ServiceAccountTokens] is { } issued)
        {
            // Kubelet repeats a pod's token for most of an hour.
            attributes[ServiceAccountTokens] = serviceAccountTokens.GetOrAdd(pod.Uid, (string)issued!);
            request.Attributes = attributes.ToJsonString();
        }

        return Stage.Driver.MountAsync(request, FakeDriver.KubeletDeadline, limit);
    }
}
