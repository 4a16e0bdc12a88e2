using System.Text.Json.Nodes;
using Grpc.Core;
using Provider.Protocol;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Workload;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// Several vaults and identities in one class, over the socket; and what a tenant cannot do with them.
/// </summary>
public sealed class SeveralVaultsTests : IDisposable
{
    private const string Secret = "the victim's password";

    // A federated credential that is missing is waited for, since a new one takes a while to be known everywhere.
    private static readonly TimeSpan Impatient = TimeSpan.FromSeconds(4);

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("volumes-");

    public static TheoryData<string> Both => Stage.Both;

    public void Dispose() => volumes.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Entries_come_from_their_own_vaults_with_one_token(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "from demo");
        stage.Cloud.Vaults["other"].SetSecret("one", "from other");

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: one\nobjectType: secret\nkeyvaultName: other\nobjectAlias: other-one",
            "objectName: one\nobjectType: secret"));

        Assert.Equal(
            [("one", "from demo"), ("other-one", "from other")],
            volume.Files.Select(file => (file.Key, file.Value.Text)));
        Assert.Equal(["secret/one", "secret/one#other-one"], volume.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, stage.Cloud.Calls.Count("vault"));
        Assert.Equal(1, stage.Cloud.Calls.Count("nmi"));
    }

    [Fact]
    public async Task Failures_of_all_vaults_are_reported_at_once()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("other", "1");
        stage.Cloud.Vaults["other"].SetSecret("other", "1");

        var status = await stage.FailAsync(ValidRequest.Entries(
            "objectName: one\nobjectType: secret", "objectName: two\nobjectType: secret\nkeyvaultName: other"));

        Assert.StartsWith("object-not-found: objects[0] \"one\"", status.Detail, StringComparison.Ordinal);
        Assert.EndsWith(
            "1 more failed: other.vault.azure.net (object-not-found)", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_is_read_as_its_own_identity()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        var shared = stage.Cloud.Vaults["shared"];
        shared.SetSecret("two", "2");
        var pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);
        var (own, other) = (WorkloadPods.NewIdentity(), WorkloadPods.NewIdentity());
        pods.Make(AccessKind.WorkloadIdentity, "app", other, "shared");
        var pod = pods.Make(AccessKind.WorkloadIdentity, "app", own, "demo");
        shared.Refused[own] = Refusal.ForbiddenByRbac;
        stage.Vault.Refused[other] = Refusal.ForbiddenByRbac;

        var volume = await stage.Driver.MountAsync(
            Request(pods, pod, $"objectName: two\nobjectType: secret\nkeyvaultName: shared\nclientID: {other}"),
            FakeDriver.KubeletDeadline, Patience.Limit);

        Assert.Equal(["1", "2"], volume.Files.Values.Select(file => file.Text));
        Assert.Equal(2, stage.Cloud.Calls.Count("entra"));
        Assert.Equal(2, stage.Cloud.Calls.Count("vault"));
    }

    [Theory]
    [InlineData("30s")]
    [InlineData("0")]
    public async Task A_tenant_does_not_reach_anothers_identity_by_an_entrys_client_id(string cacheFor)
    {
        await using var stage = await Stage.StartAsync("here", $"--rotation-cache-ttl={cacheFor}");
        stage.Vault.SetSecret("one", Secret);
        var mine = stage.Cloud.Vaults["attackers-own"];
        mine.SetSecret("one", "the attacker's own");
        var pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);
        var (victimId, attackerId) = (WorkloadPods.NewIdentity(), WorkloadPods.NewIdentity());
        var victim = pods.Make(AccessKind.WorkloadIdentity, "victim", victimId, "demo");
        var attacker = pods.Make(AccessKind.WorkloadIdentity, "attacker", attackerId, "attackers-own");
        stage.Vault.Refused[attackerId] = Refusal.ForbiddenByRbac;
        var innocent = Request(pods, attacker, null, "attackers-own");
        var hostile = Request(
            pods, attacker, $"objectName: one\nobjectType: secret\nobjectAlias: x\nkeyvaultName: "
                + $"demo\nclientID: {victimId}",
            "attackers-own");

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(Secret, (await MountAsync(stage, Request(pods, victim))).Files["one"].Text);
            Assert.Equal("the attacker's own", (await MountAsync(stage, innocent)).Files["one"].Text);
            var error = await Assert.ThrowsAsync<RpcException>(() => MountAsync(stage, hostile, Impatient));
            Assert.StartsWith(
                "federated-credential-missing: objects[1] \"one\" (secret): ", error.Status.Detail,
                StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, error.Status.Detail, StringComparison.Ordinal);
        }

        // At once, so that each finds the other under way.
        var mounts = Enumerable.Range(0, 4).Select(_ => MountAsync(stage, Request(pods, victim))).ToArray();
        var attacks = Enumerable.Range(0, 4)
            .Select(_ => Assert.ThrowsAsync<RpcException>(() => MountAsync(stage, hostile, Impatient))).ToArray();
        await Task.WhenAll(attacks);
        Assert.All(await Task.WhenAll(mounts), volume => Assert.Equal(Secret, volume.Files["one"].Text));
    }

    private static Task<MountedVolume> MountAsync(Stage stage, MountRequest request, TimeSpan? deadline = null) =>
        stage.Driver.MountAsync(request, deadline ?? FakeDriver.KubeletDeadline, Patience.Limit);

    // One object, and another entry where there is one.
    private static MountRequest Request(WorkloadPods pods, WorkloadPod pod, string? entry = null, string vault = "demo")
    {
        var request = pods.Request(pod, vault, []);
        var attributes = JsonNode.Parse(request.Attributes)!.AsObject();
        string[] one = ["objectName: one\nobjectType: secret"];
        attributes["objects"] = ValidRequest.Entries(entry is null ? one : [.. one, entry]);
        request.Attributes = attributes.ToJsonString();
        return request;
    }
}
