using Provider.Sandbox.Attacks;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Calls of one namespace that a shared vault refuses, as many as its mounts can make.</summary>
public sealed class RefusalStormTests
{
    private const int Width = 8;
    private const int Pods = 10;
    private const int Objects = 20;
    private const string Refused = "/refused-";

    public static TheoryData<int> Statuses => [401, 403];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Calls_that_are_refused_take_up_half_of_the_vault_at_most_and_another_namespace_is_mounted(
        int status)
    {
        await using var stage = await Stage.StartAsync(
            "here", $"--max-reads-per-vault={Width}", "--rotation-cache-ttl=0");
        stage.Vault.SetSecret("one", "1");
        await stage.MountAsync(Secrets("one"));
        stage.Cloud.Faults.Add(IsRefused, new Fault.Delay(TimeSpan.FromMilliseconds(50)));
        stage.Cloud.Faults.Add(
            IsRefused,
            status == 403
                ? Fault.Of(VaultErrors.Forbidden(stage.Vault, "secrets", "attacker", Refusal.ForbiddenByRbac))
                : new Fault.Respond(401, """{"error":{"code":"Unauthorized","message":"no"}}"""));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Patience.Limit);
        var storm = Enumerable.Range(0, Pods).Select(pod => StormAsync(stage, pod, over.Token)).ToList();
        await stage.Cloud.Calls.WaitForAsync(IsRefused, Width, Patience.Limit);

        for (var mount = 0; mount < 5; mount++)
        {
            Assert.Equal("1", (await stage.MountAsync(Secrets("one"))).Files["one"].Text);
            Assert.InRange(
                stage.Cloud.Calls.Count(call => IsRefused(call) && !call.IsOver), 0, Width / 2);
        }

        await over.CancelAsync();
        await Task.WhenAll(storm);
    }

    private static bool IsRefused(RecordedCall call) => call.Path.Contains(Refused, StringComparison.Ordinal);

    private static async Task StormAsync(Stage stage, int pod, CancellationToken over)
    {
        stage.Cloud.NmiService.Assigned[$"{AttackStage.Attacker}/pod-{pod}"] = Stage.ClientId;
        var request = SmallMount.Request(AttackStage.Attacker, "demo", $"pod-{pod}", Secrets(
            [.. Enumerable.Range(0, Objects).Select(number => $"refused-{pod}-{number}")]));
        while (!over.IsCancellationRequested)
        {
            await Assert.ThrowsAsync<Grpc.Core.RpcException>(
                () => stage.Driver.MountAsync(request, FakeDriver.KubeletDeadline, over));
        }
    }

    private static string Secrets(params string[] names) =>
        ValidRequest.Entries([.. names.Select(name => $"objectName: {name}\nobjectType: secret")]);
}
