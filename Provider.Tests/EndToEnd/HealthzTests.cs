using System.Net;
using System.Net.Sockets;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary><c>/healthz</c> is 200 while a driver that connects now is served, and not longer.</summary>
public sealed class HealthzTests
{
    private static readonly HttpClient Http = new();

    private readonly CancellationToken limit = Patience.Limit;

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_socket_path_that_is_missing_shows_at_the_next_probe(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        Assert.Equal((HttpStatusCode.OK, "ok"), await ProbeAsync(stage.Provider.HealthzPort));

        // The whole directory: a file alone would be linked again.
        var directory = Path.GetDirectoryName(stage.Provider.SocketPath)!;
        Directory.Move(directory, directory + ".aside");
        var (missing, reason) = await ProbeAsync(stage.Provider.HealthzPort);
        Directory.Move(directory + ".aside", directory);
        var (back, _) = await ProbeAsync(stage.Provider.HealthzPort);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (missing, back));
        Assert.Contains(stage.Provider.SocketPath, reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_socket_file_that_is_removed_is_linked_again(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        File.Delete(stage.Provider.SocketPath);

        while ((await ProbeAsync(stage.Provider.HealthzPort)).Status != HttpStatusCode.OK)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit);
        }

        Assert.Equal("v1alpha1", (await stage.Driver.VersionAsync(Patience.Limit)).Version);
        Assert.Contains("linked again", stage.Provider.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be served", stage.Provider.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_redirect_to_a_path_with_other_letters_is_a_valid_header()
    {
        await using var stage = await Stage.StartAsync("here", "--healthz-path=/é x/");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var response = await client.GetAsync(
            new Uri($"http://127.0.0.1:{stage.Provider.HealthzPort}/%C3%A9%20x?a=b"), limit);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("/%C3%A9%20x/?a=b", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(new byte[0])] // accepts and is silent
    [InlineData(new byte[] { 0, 0, 0, 7, 0, 0, 0, 0, 0 })] // GOAWAY
    [InlineData(new byte[] { 0, 0, 0, 1, 5, 0, 0, 0, 1 })] // headers without a message
    [InlineData(new byte[] { (byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', (byte)'1', (byte)'.', (byte)'1',
        (byte)' ' })]
    public async Task A_socket_of_something_else_is_not_healthy(byte[] response)
    {
        await using var stage = await Stage.StartAsync("here", "--healthz-timeout=500ms");
        File.Delete(stage.Provider.SocketPath);
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(stage.Provider.SocketPath));
        other.Listen();
        var served = ServeAsync(other, response);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ProbeAsync(stage.Provider.HealthzPort)).Status);
        await served;
    }

    [Fact]
    public async Task Settings_of_the_whole_process_do_not_change_the_response()
    {
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        await using var provider = await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, cloud, [], Patience.Limit,
            environment: new Dictionary<string, string> { ["DOTNET_SYSTEM_NET_HTTP_SOCKETSHTTPHANDLER_HTTP2SUPPORT"] =
                "0" });

        Assert.Equal((HttpStatusCode.OK, "ok"), await ProbeAsync(provider.HealthzPort));
    }

    [Theory]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/a%20b", "/a%2520b")]
    [InlineData("/h\u00e9/{x}*", "/h%C3%A9/%7Bx%7D*")]
    public async Task A_path_with_characters_that_URLs_escape_is_served(string path, string requested)
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here", $"--healthz-path={path}");

        Assert.Equal(
            "ok", await Http.GetStringAsync($"http://127.0.0.1:{stage.Provider.HealthzPort}{requested}", limit));
    }

    private static async Task ServeAsync(Socket listener, byte[] response)
    {
        using var accepted = await listener.AcceptAsync(Patience.Limit);
        await accepted.SendAsync(response, Patience.Limit);
        var rest = new byte[4096];
        try
        {
            while (await accepted.ReceiveAsync(rest, Patience.Limit) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The prober has closed with bytes unread.
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> ProbeAsync(int port)
    {
        using var response = await Http.GetAsync($"http://127.0.0.1:{port}/healthz", Patience.Limit);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Patience.Limit));
    }
}
