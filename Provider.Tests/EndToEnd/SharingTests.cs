using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>What mounts share: reads and tokens of one proven principal, and never with another.</summary>
public sealed class SharingTests
{
    private static readonly string OneSecret = ValidRequest.Entries("objectName: one\nobjectType: secret");

    [Fact]
    public async Task A_remount_makes_no_call_within_the_time_that_the_operator_allows()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=30s");
        stage.Vault.SetSecret("one", "1");
        await stage.MountAsync(OneSecret);
        stage.Cloud.Calls.Clear();
        stage.Vault.SetSecret("one", "2");

        Assert.Equal("1", (await stage.MountAsync(OneSecret)).Files["one"].Text);
        Assert.Empty(stage.Cloud.Calls.All);
    }

    [Fact]
    public async Task Turned_off_a_remount_asks_the_vault_and_still_no_token()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=0");
        stage.Vault.SetSecret("one", "1");
        await stage.MountAsync(OneSecret);
        stage.Cloud.Calls.Clear();
        stage.Vault.SetSecret("one", "2");

        Assert.Equal("2", (await stage.MountAsync(OneSecret)).Files["one"].Text);
        Assert.Equal(0, stage.Cloud.Calls.Count("nmi"));
    }

    [Fact]
    public async Task A_token_that_the_vault_refused_is_asked_for_anew_by_the_next_mount()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(new FaultRule(call => call.BearerToken is not null, new Fault.Respond(401), Times: 1));

        var refused = await stage.FailAsync(OneSecret);
        var volume = await stage.MountAsync(OneSecret);

        Assert.StartsWith("vault-unauthorized: ", refused.Detail, StringComparison.Ordinal);
        Assert.Equal("1", volume.Files["one"].Text);
        Assert.Equal(2, stage.Cloud.Calls.Count("nmi"));
    }

    [Fact]
    public async Task A_secret_that_was_changed_just_before_a_pod_starts_is_never_served_old()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=30s");
        for (var pod = 0; pod < 5; pod++)
        {
            stage.Vault.SetSecret("one", $"value {pod}");

            var volume = await MountAsync(stage, $"app-{pod}", Stage.ClientId);

            Assert.Equal($"value {pod}", volume.Files["one"].Text);
        }
    }

    [Fact]
    public async Task Another_principal_never_sees_what_it_has_no_grant_for()
    {
        const string Ungranted = "99999999-9999-9999-9999-999999999999";
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=30s");
        stage.Vault.SetSecret("one", "1");
        stage.Vault.Refused[Ungranted] = "ForbiddenByRbac";
        await MountAsync(stage, "app-0", Stage.ClientId);

        var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => MountAsync(stage, "app-1", Ungranted));

        Assert.StartsWith("vault-forbidden", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forty_pods_of_one_workload_that_start_at_once_share_their_reads()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=30s");
        stage.Vault.SetSecret("one", "1");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(pod => MountAsync(stage, $"app-{pod}", Stage.ClientId)));

        Assert.Equal(40, stage.Cloud.Calls.Count("nmi"));
        Assert.InRange(stage.Cloud.Calls.All.Count(call => call is { Service: "vault", Status: 200 }), 1, 20);
    }

    private static Task<MountedVolume> MountAsync(Stage stage, string podName, string clientId)
    {
        stage.Cloud.NmiService.Assigned[$"shop/{podName}"] = clientId;
        var request = stage.Request(OneSecret);
        request.Attributes = request.Attributes
            .Replace("\"app-0\"", $"\"{podName}\"", StringComparison.Ordinal)
            .Replace("\"uid-1\"", $"\"uid-{podName}\"", StringComparison.Ordinal);
        request.TargetPath += podName;
        return stage.Driver.MountAsync(request, FakeDriver.KubeletDeadline, Patience.Limit);
    }
}
