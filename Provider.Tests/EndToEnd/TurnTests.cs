using System.Globalization;
using System.Text.RegularExpressions;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;

namespace Provider.Tests.EndToEnd;

/// <summary>How long a mount takes up room in memory, and how much of it.</summary>
// Alone: the server of another test takes its gauges from every page of this process when it ends.
[Collection(nameof(TurnTests))]
[CollectionDefinition(nameof(TurnTests), DisableParallelization = true)]
public sealed partial class TurnTests
{
    private const int ObjectsOfTwoTurns = 9;
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task A_mount_takes_up_its_room_until_the_driver_has_read_the_response()
    {
        await using var stage = await Stage.StartAsync("here", "--max-mounts=1");
        using var connection = await UnreadAsync(stage);

        var second = stage.MountAsync(Objects("one"));
        await WaitingAsync(stage, second);

        await connection.SendAsync(
            [.. DriverConnection.WindowUpdate(0, 1_000_000), .. DriverConnection.WindowUpdate(1, 1_000_000)]);
        var first = MountResponse.Parser.ParseFrom(await connection.ReceiveAsync(1));
        Assert.Equal(300_000, first.Files.Sum(file => file.Contents.Length));
        Assert.Equal(100_000, (await second).Files["one"].Text.Length);
    }

    [Fact]
    public async Task A_driver_that_leaves_without_having_read_gives_the_room_back()
    {
        await using var stage = await Stage.StartAsync("here", "--max-mounts=1");
        var connection = await UnreadAsync(stage);
        var second = stage.MountAsync(Objects("one"));
        await WaitingAsync(stage, second);

        connection.Dispose();

        Assert.Equal(100_000, (await second).Files["one"].Text.Length);
    }

    [Fact]
    public async Task A_mount_of_many_objects_takes_up_the_room_of_several()
    {
        // A namespace has half of the room: two mounts of few objects, or one of many.
        await using var stage = await Stage.StartAsync("here", "--max-mounts=4");
        stage.Vault.SetSecret("light", "1");
        stage.Cloud.Faults.Add(call => call.Path.Contains("heavy", StringComparison.Ordinal), new Fault.Hang());
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Patience.Limit);
        var heavy = stage.Driver.MountAsync(
            stage.Request(Objects([.. Enumerable.Range(0, ObjectsOfTwoTurns).Select(number => $"heavy-{number}")])),
            FakeDriver.KubeletDeadline, gone.Token);
        await stage.Cloud.Calls.WaitForAsync(
            call => call.Path.Contains("heavy", StringComparison.Ordinal), 1, Patience.Limit);

        var light = stage.MountAsync(Objects("light"));
        await WaitingAsync(stage, light);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => heavy);
        Assert.Equal("1", (await light).Files["light"].Text);
    }

    // A mount whose response is more than HTTP/2 lets a peer send before the other side says that it has read.
    private static async Task<DriverConnection> UnreadAsync(Stage stage)
    {
        stage.Cloud.NmiService.Assigned["default/p"] = Stage.ClientId;
        foreach (var name in new[] { "one", "two", "deep" })
        {
            stage.Vault.SetSecret(name, new string('x', 100_000));
        }

        var connection = await DriverConnection.OpenAsync(stage.Provider.SocketPath);
        var recording = Path.Combine(Repository.Root, "Provider.Tests/EndToEnd/Drivers/v1.6.0.bin");
        await connection.SendAsync(await System.IO.File.ReadAllBytesAsync(recording, Patience.Limit));
        await stage.Cloud.Calls.WaitForAsync(
            call => call is { Service: Services.Vault, Status: 200 }, 3, Patience.Limit);
        return connection;
    }

    private static string Objects(params string[] names) => Provider.Tests.Parameters.ValidRequest.Entries(
        [.. names.Select(name => $"objectName: {name}\nobjectType: secret")]);

    // Until the mount waits for its turn; that it ends first is the failure.
    private static async Task WaitingAsync(Stage stage, Task<MountedVolume> mount)
    {
        while (true)
        {
            var metrics = await Http.GetStringAsync(
                $"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Patience.Limit);
            if (int.Parse(Waiting().Match(metrics).Groups[1].Value, CultureInfo.InvariantCulture) == 1)
            {
                return;
            }

            Assert.False(mount.IsCompleted, "the mount did not wait");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Patience.Limit);
        }
    }

    [GeneratedRegex(@"^azure_keyvault_provider_mounts_waiting\{[^}]*\} (\d+)", RegexOptions.Multiline)]
    private static partial Regex Waiting();
}
