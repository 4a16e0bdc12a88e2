using System.Collections.Immutable;
using Provider.Http.Connections;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// A namespace has at most half of the calls that a shared vault takes at once, whichever version of HTTP it speaks.
/// </summary>
public sealed class VaultWidthTests
{
    private const int Mounts = 15;
    private const int ObjectsOfMount = 20;

    public static TheoryData<string, int> Widths => new()
    {
        { "HTTP/1.1 alone", DestinationPools.MostIdle / 2 },
        { "TLS 1.2 alone", 128 },
    };

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Calls_that_hang_take_up_half_at_most_and_another_namespace_is_mounted(string server, int half)
    {
        await using var stage = await Stage.StartAsync("here", EdgeHabits.ByName[server]());
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.NmiService.Assigned["attacker/app-0"] = Stage.ClientId;
        await stage.MountAsync(Objects("one"));
        bool Hangs(RecordedCall call) => call.Path.Contains("/hangs", StringComparison.Ordinal);
        stage.Cloud.Faults.Add(Hangs, new Fault.Hang());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Patience.Limit);
        var attack = Enumerable.Range(0, Mounts).Select(mount => AttackAsync(stage, mount, over.Token)).ToList();
        await stage.Cloud.Calls.WaitForAsync(Hangs, half, Patience.Limit);

        for (var mount = 0; mount < 3; mount++)
        {
            Assert.Equal("1", (await stage.MountAsync(Objects("one"))).Files["one"].Text);
        }

        Assert.Equal(half, stage.Cloud.Calls.Count(Hangs));
        Assert.DoesNotContain(attack, mount => mount.IsCompleted);
        await over.CancelAsync();
        foreach (var mount in attack)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => mount);
        }
    }

    private static async Task AttackAsync(Stage stage, int mount, CancellationToken over)
    {
        var objects = Objects([.. Enumerable.Range(0, ObjectsOfMount).Select(number => $"hangs-{mount}-{number}")]);
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", "demo").Add("objects", objects);
        await stage.Driver.MountAsync(
            MountRequests.Make(
                new SecretProviderClass("attacker", "class", parameters),
                new Pod("attacker", "app-0", $"uid-{mount}", "app", [], [], null), null, null, $"/volumes/{mount}"),
            FakeDriver.KubeletDeadline, over);
    }

    private static string Objects(params string[] names) =>
        ValidRequest.Entries([.. names.Select(name => $"objectName: {name}\nobjectType: secret")]);
}
