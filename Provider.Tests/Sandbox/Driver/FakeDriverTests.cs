using Grpc.Core;
using Provider.Protocol;
using Provider.Sandbox.Driver;

namespace Provider.Tests.Sandbox.Driver;

/// <summary>The stand-in driver against a provider of the test's own: connection, limits, retries, deadline.</summary>
public sealed class FakeDriverTests : IAsyncDisposable
{
    private readonly ScriptedProvider provider = new();
    private readonly DirectoryInfo target = Directory.CreateTempSubdirectory("target-");

    private static CancellationToken Limit => Patience.Limit;

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        target.Delete(recursive: true);
    }

    [Fact]
    public async Task It_asks_for_the_version_with_the_protocols_name_and_authority()
    {
        await provider.StartAsync();
        using var driver = Driver();

        var version = await driver.VersionAsync(Limit);

        Assert.Equal(("v1alpha1", "localhost"), (version.Version, version.RuntimeName));
    }

    [Fact]
    public async Task All_mounts_share_one_connection_and_write_what_is_returned()
    {
        await provider.StartAsync();
        using var driver = Driver();

        var volumes = await Task.WhenAll(Enumerable.Range(0, 20).Select(pod => MountAsync(driver, $"pod-{pod}")));
        var again = await MountAsync(driver, "pod-0");

        Assert.All(volumes, volume => Assert.Equal(("1", true), (volume.Files["a"].Text, volume.IsChanged)));
        Assert.False(again.IsChanged);
        Assert.Equal("1", again.Versions["secret/a"]);
        Assert.Equal(1, driver.Connections);
    }

    [Fact]
    public async Task The_deadline_travels_with_the_call()
    {
        var remaining = TimeSpan.Zero;
        provider.Mount = (_, context) =>
        {
            remaining = context.Deadline - TimeProvider.System.GetUtcNow().UtcDateTime;
            return Task.FromResult(ScriptedProvider.Volume("a", "1"));
        };
        await provider.StartAsync();
        using var driver = Driver();

        await MountAsync(driver, "pod");

        Assert.InRange(remaining, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task Unavailable_is_tried_three_times_in_all()
    {
        var tries = 0;
        provider.Mount = (_, _) =>
        {
            Interlocked.Increment(ref tries);
            throw new RpcException(new Status(StatusCode.Unavailable, "not now"));
        };
        await provider.StartAsync();
        using var driver = Driver();

        var error = await Assert.ThrowsAsync<RpcException>(() => MountAsync(driver, "pod"));

        Assert.Equal((StatusCode.Unavailable, "not now", 3), (error.StatusCode, error.Status.Detail, tries));
    }

    [Fact]
    public async Task A_final_status_passes_through_with_its_message_at_once()
    {
        var tries = 0;
        provider.Mount = (_, _) =>
        {
            Interlocked.Increment(ref tries);
            throw new RpcException(new Status(StatusCode.NotFound, "object-not-found: says why"));
        };
        await provider.StartAsync();
        using var driver = Driver();

        var error = await Assert.ThrowsAsync<RpcException>(() => MountAsync(driver, "pod"));

        Assert.Equal(
            (StatusCode.NotFound, "object-not-found: says why", 1), (error.StatusCode, error.Status.Detail, tries));
    }

    [Fact]
    public async Task A_response_over_the_limit_is_not_received()
    {
        provider.Mount = (_, _) => Task.FromResult(ScriptedProvider.Volume("a", new string('x', 4 * 1024 * 1024)));
        await provider.StartAsync();
        using var driver = Driver();

        var error = await Assert.ThrowsAsync<RpcException>(() => MountAsync(driver, "pod"));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task A_response_that_the_driver_refuses_writes_nothing()
    {
        provider.Mount = (_, _) => Task.FromResult(ScriptedProvider.Volume("../a", "1"));
        await provider.StartAsync();
        using var driver = Driver();

        await Assert.ThrowsAsync<InvalidDataException>(() => MountAsync(driver, "pod"));

        Assert.Empty(target.GetFileSystemInfos());
    }

    [Fact]
    public async Task Cancelling_reaches_the_provider()
    {
        var (began, reached) = (new TaskCompletionSource(), new TaskCompletionSource());
        provider.Mount = async (_, context) =>
        {
            context.CancellationToken.Register(() => reached.TrySetResult());
            began.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return new MountResponse();
        };
        await provider.StartAsync();
        using var driver = Driver();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Limit);

        var mounting = driver.MountAsync(Request("pod"), FakeDriver.KubeletDeadline, leaving.Token);
        await began.Task.WaitAsync(Limit);
        await leaving.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => mounting)).StatusCode);
        await reached.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task Without_a_socket_there_is_no_provider()
    {
        using var driver = Driver();

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => MountAsync(driver, "pod"));

        Assert.StartsWith("provider not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_without_a_listener_is_waited_for()
    {
        LeaveStaleSocket();
        using var driver = Driver();
        var mounting = MountAsync(driver, "pod");
        Assert.False(mounting.IsCompleted);

        System.IO.File.Delete(provider.SocketPath);
        await provider.StartAsync();

        Assert.Equal("1", (await mounting).Files["a"].Text);
    }

    [Fact]
    public async Task A_socket_without_a_listener_costs_the_whole_deadline()
    {
        LeaveStaleSocket();
        using var driver = Driver();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => driver.MountAsync(Request("pod"), TimeSpan.FromSeconds(1), Limit));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }

    private FakeDriver Driver() => new(provider.SocketPath, TimeProvider.System);

    private Task<MountedVolume> MountAsync(FakeDriver driver, string pod) =>
        driver.MountAsync(Request(pod), FakeDriver.KubeletDeadline, Limit);

    private MountRequest Request(string pod) =>
        new() { TargetPath = Path.Combine(target.FullName, pod), Permission = "420" };

    private void LeaveStaleSocket()
    {
        using var stale = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified);
        stale.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(provider.SocketPath));
        // .NET unlinks the file of a socket that it disposes of; a killed process does not.
        var kept = provider.SocketPath + ".kept";
        System.IO.File.Move(provider.SocketPath, kept);
        stale.Dispose();
        System.IO.File.Move(kept, provider.SocketPath);
    }
}
