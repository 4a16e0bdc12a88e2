using Provider.Protocol;
using Provider.Sandbox.Driver;
using Provider.Tests.Hosting.Http2;

namespace Provider.Tests.EndToEnd;

/// <summary>Every released driver is served, whatever <c>:authority</c> it sends.</summary>
public sealed class DriverGenerationTests
{
    private const string OneSecret = "array:\n  - |\n    objectName: one\n    objectType: secret\n";

    public static TheoryData<string> Recordings =>
        [.. Directory.GetFiles(Folder, "*.bin").Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)];

    public static TheoryData<string, string> Generations => new MatrixTheoryData<string, string>(
        Stage.Both.Select(row => row.Data), DriverGeneration.All.Select(one => one.Name));

    private static string Folder => Path.Combine(Repository.Root, "Provider.Tests/EndToEnd/Drivers");

    [Fact]
    public void There_are_recordings_of_seven_drivers() => Assert.Equal(7, Recordings.Count);

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task The_bytes_that_a_released_driver_sent_are_given_the_files(string driver)
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Cloud.NmiService.Assigned["default/p"] = Stage.ClientId;
        stage.Vault.SetSecret("one", "1");
        stage.Vault.SetSecret("two", "2");
        stage.Vault.SetSecret("deep", "3");
        using var connection = await DriverConnection.OpenAsync(stage.Provider.SocketPath);

        await connection.SendAsync(
            await System.IO.File.ReadAllBytesAsync(Path.Combine(Folder, driver + ".bin"), Patience.Limit));
        var response = MountResponse.Parser.ParseFrom(await connection.ReceiveAsync(1));

        Assert.Equal(
            [("a/b/three", 0x1A4, "3"), ("one", 0x1A4, "1"), ("two", 0x180, "2")],
            response.Files.Select(file => (file.Path, file.Mode, file.Contents.ToStringUtf8())).Order());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Every_generation_mounts_again_and_again_on_one_connection(string kind, string name)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "1");
        var generation = DriverGeneration.All.Single(one => one.Name == name);
        using var driver = new FakeDriver(stage.Provider.SocketPath, TimeProvider.System, generation: generation);

        Assert.Equal("v1alpha1", (await driver.VersionAsync(Patience.Limit)).Version);
        for (var count = 0; count < 3; count++)
        {
            var volume = await driver.MountAsync(stage.Request(OneSecret), FakeDriver.KubeletDeadline, Patience.Limit);
            Assert.Equal("1", volume.Files["one"].Text);
        }

        Assert.Equal(1, driver.Connections);
    }

    [Fact]
    public async Task Any_authority_is_accepted()
    {
        await using var stage = await Stage.StartAsync("here");
        using var connection = await DriverConnection.OpenAsync(stage.Provider.SocketPath);
        await connection.SendAsync(DriverConnection.Preface);
        byte[][] values =
        [
            [], [.. "/run/azure.sock"u8], [.. "a b"u8], [0], [0xFF, 0xFE], [.. "é"u8],
            [.. Enumerable.Repeat((byte)'/', 300)],
            [.. Enumerable.Range(0, 256).Select(at => (byte)at)], [.. Enumerable.Repeat((byte)'{', 5000)],
        ];

        uint stream = 1;
        foreach (var field in values.SelectMany(
            value => (byte[][])[[0x41, .. Hpack.Text(value, true)], [0x11, .. Hpack.Text(value, false)]]))
        {
            await connection.SendAsync(DriverConnection.VersionCall(stream, field));
            Assert.Equal("v1alpha1", VersionResponse.Parser.ParseFrom(await connection.ReceiveAsync(stream)).Version);
            stream += 2;
        }

        // No authority at all, and one that refers to the entry of an earlier call.
        foreach (var field in (byte[][])[[], [0x41, .. Hpack.Text([.. "/x"u8], true)], [0xBE]])
        {
            await connection.SendAsync(DriverConnection.VersionCall(stream, field));
            Assert.NotEmpty(await connection.ReceiveAsync(stream));
            stream += 2;
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u0001\u0001\u0004\0\0\0\u0001\u00BF")]
    public async Task A_connection_that_cannot_be_served_leaves_one_line(string sent)
    {
        await using var stage = await Stage.StartAsync("here");
        for (var count = 0; count < 3; count++)
        {
            using var connection = await DriverConnection.OpenAsync(stage.Provider.SocketPath);
            await connection.SendAsync(System.Text.Encoding.Latin1.GetBytes(sent));
            await connection.ClosedAsync();
        }

        Assert.Single(stage.Provider.Output.Split('\n'),
            line => line.Contains("cannot be served", StringComparison.Ordinal) && line[0] == 'W');
    }
}
