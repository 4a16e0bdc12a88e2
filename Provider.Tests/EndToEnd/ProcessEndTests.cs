using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>The ends: of a mount whose caller leaves, of a process that is asked to stop, replaced or killed.</summary>
public sealed class ProcessEndTests
{
    private static readonly string OneSecret = ValidRequest.Entries("objectName: one\nobjectType: secret");

    private static CancellationToken Limit => Patience.Limit;

    [Fact]
    public async Task A_canceled_mount_ends_its_calls()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(call => call.BearerToken is not null, new Fault.Hang());
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Limit);

        var mounting = stage.Driver.MountAsync(stage.Request(OneSecret), FakeDriver.KubeletDeadline, gone.Token);
        await stage.Cloud.Calls.WaitForAsync(call => call.BearerToken is not null, 1, Limit);
        await gone.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => mounting)).StatusCode);
        await stage.Cloud.Calls.WaitForAsync(
            call => call is { Service: "vault", BearerToken: not null, IsOver: true, Status: 0 }, 1, Limit);
    }

    [Fact]
    public async Task On_sigterm_mounts_under_way_go_on_and_the_socket_is_gone_at_once()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(Services.Vault, new Fault.Delay(TimeSpan.FromSeconds(3)));
        var process = ((ProviderBinary)stage.Provider).Process;
        var mounting = stage.MountAsync(OneSecret);
        await stage.Cloud.Calls.WaitForAsync(call => call.Service == Services.Vault, 1, Limit);

        process.Signal();
        await GoneAsync(stage.Provider.SocketPath);

        Assert.Equal("1", (await mounting).Files["one"].Text);
        Assert.Equal(0, await process.WaitForExitAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task On_sigterm_a_mount_that_only_waits_for_its_token_ends_at_once_and_so_does_the_process(
        bool isSocketLost)
    {
        using var own = new TemporaryDirectory();
        var directory = Directory.CreateDirectory(Path.Combine(own.Path, "providers"));
        await using var stage = await Stage.StartAsync("binary", $"--endpoint=unix://{directory.FullName}/azure.sock");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(Services.Nmi, new Fault.Hang());
        var process = ((ProviderBinary)stage.Provider).Process;
        var mounting = stage.MountAsync(OneSecret);
        await stage.Cloud.Calls.WaitForAsync(call => call.Service == Services.Nmi, 1, Limit);
        if (isSocketLost)
        {
            // A file that cannot be removed must not keep the draining from its beginning.
            directory.Delete(recursive: true);
        }

        var started = TimeProvider.System.GetTimestamp();

        process.Signal();

        var error = await Assert.ThrowsAsync<RpcException>(() => mounting);
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.StartsWith("provider-stopping: the provider is being stopped on this node. ", error.Status.Detail,
            StringComparison.Ordinal);
        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_mount_that_outlasts_the_drain_ends_in_a_final_status_before_the_server_closes_its_connection()
    {
        await using var stage = await Stage.StartAsync("here", drainLimit: TimeSpan.FromSeconds(5));
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(Services.Vault, new Fault.Hang());
        var failing = stage.FailAsync(stage.Request(OneSecret));
        await stage.Cloud.Calls.WaitForAsync(call => call.Service == Services.Vault, 1, Limit);

        var stopping = stage.Provider.StopAsync();

        Assert.StartsWith("provider-stopping: ", (await failing).Detail, StringComparison.Ordinal);
        await stopping;
    }

    [Fact]
    public async Task A_socket_that_cannot_be_removed_shortens_no_mount_and_is_not_a_failed_stop()
    {
        using var own = new TemporaryDirectory();
        var directory = Directory.CreateDirectory(Path.Combine(own.Path, "providers"));
        await using var stage = await Stage.StartAsync("binary", $"--endpoint=unix://{directory.FullName}/azure.sock");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(Services.Vault, new Fault.Delay(TimeSpan.FromSeconds(3)));
        var process = ((ProviderBinary)stage.Provider).Process;
        var mounting = stage.MountAsync(OneSecret);
        await stage.Cloud.Calls.WaitForAsync(call => call.Service == Services.Vault, 1, Limit);
        directory.Delete(recursive: true);

        process.Signal();

        Assert.Equal("1", (await mounting).Files["one"].Text);
        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.DoesNotContain("cannot start", process.Output, StringComparison.Ordinal);
        Assert.Contains("the socket's file could not be removed", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_instance_takes_the_socket_over_and_the_first_leaves_it_alone()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        // The first responds on the same path, so only the second's own log line shows that it serves.
        var serves = new TaskCompletionSource();
        var mounted = new TaskCompletionSource();
        await using var second = await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, stage.Cloud, [$"--endpoint=unix://{stage.Provider.SocketPath}"], Limit,
            line => _ = (line.Contains("\"serving\"", StringComparison.Ordinal) && serves.TrySetResult())
                || (line.Contains("\"mounted\"", StringComparison.Ordinal) && mounted.TrySetResult()));
        await serves.Task.WaitAsync(Limit);

        await stage.Provider.StopAsync();

        using var driver = new FakeDriver(stage.Provider.SocketPath, TimeProvider.System);
        var volume = await driver.MountAsync(stage.Request(OneSecret), FakeDriver.KubeletDeadline, Limit);
        Assert.Equal("1", volume.Files["one"].Text);
        await mounted.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_killed_provider_is_followed_by_one_that_serves()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        var first = ((ProviderBinary)stage.Provider).Process;
        await first.KillAsync();
        Assert.True(File.Exists(first.SocketPath));

        await using var second = await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, stage.Cloud, [$"--endpoint=unix://{first.SocketPath}"], Limit);

        using var driver = new FakeDriver(first.SocketPath, TimeProvider.System);
        var volume = await driver.MountAsync(stage.Request(OneSecret), FakeDriver.KubeletDeadline, Limit);
        Assert.Equal("1", volume.Files["one"].Text);
    }

    private static async Task GoneAsync(string path)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!);
        var gone = new TaskCompletionSource();
        watcher.Deleted += (_, deleted) =>
        {
            if (deleted.FullPath == path)
            {
                gone.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        if (File.Exists(path))
        {
            await gone.Task.WaitAsync(Limit);
        }
    }
}
