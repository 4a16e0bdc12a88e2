using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Driver;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Vaults may treat connections as HTTP allows them to: mounts get their content all the same.</summary>
public sealed class ServerHabitsTests
{
    private const int Pods = 10;
    private const int Objects = 10;

    private static readonly string Class = ValidRequest.Entries(
        [.. Enumerable.Range(0, Objects).Select(number => $"objectName: s{number}\nobjectType: secret")]);

    public static TheoryData<string> Servers => [.. EdgeHabits.ByName.Keys.Order()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Mounts_at_once_get_every_object(string server)
    {
        await using var stage = await Stage.StartAsync("here", EdgeHabits.ByName[server]());
        for (var number = 0; number < Objects; number++)
        {
            stage.Vault.SetSecret($"s{number}", $"value {number}");
        }

        for (var round = 0; round < 3; round++)
        {
            var mounts = await Task.WhenAll(Enumerable.Range(0, Pods).Select(pod => MountAsync(stage, pod)));
            Assert.All(mounts, AssertContent);
        }
    }

    [Fact]
    public async Task Responses_that_come_a_byte_at_a_time_are_read()
    {
        await using var stage = await Stage.StartAsync("here");
        for (var number = 0; number < Objects; number++)
        {
            stage.Vault.SetSecret($"s{number}", $"value {number}");
        }

        stage.Cloud.Faults.Add("vault", new Fault.Drip(1, TimeSpan.FromMilliseconds(1)));

        AssertContent(await stage.MountAsync(Class));
    }

    private static Task<MountedVolume> MountAsync(Stage stage, int pod)
    {
        var request = stage.Request(Class);
        request.TargetPath += pod;
        return stage.Driver.MountAsync(request, FakeDriver.KubeletDeadline, Patience.Limit);
    }

    private static void AssertContent(MountedVolume volume) =>
        Assert.Equal(
            Enumerable.Range(0, Objects).Select(number => $"value {number}"),
            Enumerable.Range(0, Objects).Select(number => volume.Files[$"s{number}"].Text));
}
