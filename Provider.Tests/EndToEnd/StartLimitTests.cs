using System.Diagnostics;
using Provider.Hosting;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>A provider that the system gives too little to start: one line that says what is missing.</summary>
public sealed class StartLimitTests : IDisposable
{
    private const string Pids = "/sys/fs/cgroup/pids";
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Limit => Patience.Limit;

    private string SocketPath => Path.Combine(directory.Path, "azure.sock");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_port_without_permission_is_named_with_its_flag()
    {
        // A network of its own, where the first 1024 ports need the capability on every machine.
        var (status, output) = await RunAsync(
            "exec unshare --net setpriv --bounding-set=-net_bind_service --inh-caps=-net_bind_service \"$@\"",
            "--healthz-port=80");

        Assert.Equal(1, status);
        Assert.Equal(
            "the provider cannot start: port 80 (--healthz-port) cannot be opened: "
            + "ports below 1024 need the capability NET_BIND_SERVICE; choose another port",
            Assert.Single(output));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_directory_without_inodes_is_named_with_the_systems_reason()
    {
        var (status, output) = await RunAsync(Mounted("nr_inodes=1", "exec \"$@\""));

        Assert.Equal(1, status);
        Assert.Contains(
            $"the socket {SocketPath} (--endpoint) cannot be bound", Assert.Single(output), StringComparison.Ordinal);
        Assert.Contains("No space left on device (errno 28)", output[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_without_space_is_named_with_the_systems_reason()
    {
        // A directory of ext2 needs a block for its names, and one of tmpfs none.
        using var other = new TemporaryDirectory();
        var image = Path.Combine(other.Path, "image");
        var (status, output) = await RunAsync(
            $"exec unshare --mount sh -c 'dd if=/dev/zero of={image} bs=64k count=4 2> /dev/null "
            + $"&& mkfs.ext2 -q -b 1024 -N 128 -m 0 {image} && mount -o loop {image} {directory.Path} || exit 99; "
            + $"cd {directory.Path}; dd if=/dev/zero of=fill bs=1k count=1000 2> /dev/null; i=0; "
            + "while touch n$i 2> /dev/null; do i=$((i+1)); done; exec \"$@\"' sh \"$@\"");

        Assert.SkipWhen(status == 99, $"this machine mounts no image: {string.Join(' ', output)}");
        Assert.Equal(1, status);
        Assert.Equal(
            $"the provider cannot start: the socket {SocketPath} (--endpoint) cannot be bound: "
            + "No space left on device (errno 28)",
            Assert.Single(output));
    }

    [Fact]
    public async Task A_stale_socket_gives_its_inode_to_the_new_one()
    {
        // One is the directory's and a link takes one too, so the second provider finds none free.
        using var other = new TemporaryDirectory();
        var log = Path.Combine(other.Path, "log");
        var (status, _) = await RunAsync(Mounted(
            "nr_inodes=3",
            $"\"$@\" 2> /dev/null & until [ -S {SocketPath} ]; do sleep 0.02; done; kill -9 $!; wait $! 2> /dev/null; "
            + $"\"$@\" 2> {log} & until grep -q serving {log}; do kill -0 $! || exit 3; sleep 0.02; done; "
            + "kill -TERM $!; wait $!"));

        Assert.True(status == 0, $"{status}: {await File.ReadAllTextAsync(log, Limit)}");
    }

    // With fewer than 4 .NET's runtime ends with status 255, before any code of the provider runs.
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(14)]
    public async Task Too_few_processes_are_reported(int most)
    {
        Assert.SkipWhen(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PROVIDER_BINARY")),
            "PROVIDER_BINARY is not set, and .NET's own host needs more threads than the provider");
        Assert.SkipUnless(Directory.Exists(Pids), "control groups of version 1 are not mounted here");
        var group = Path.Combine(Pids, $"provider-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(group);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"control groups cannot be made here: {error.Message}");
        }

        try
        {
            await File.WriteAllTextAsync(Path.Combine(group, "pids.max"), $"{most}", Limit);
            var (status, output) = await RunAsync($"echo $$ > {group}/cgroup.procs && exec \"$@\"");

            Assert.Equal(1, status);
            Assert.Equal($"the provider cannot start: {StartFailure.NoThreads}", Assert.Single(output));
            Assert.Contains("pids.max", output[0], StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(group);
        }
    }

    private string Mounted(string room, string script) =>
        $"exec unshare --mount sh -c 'mount -t tmpfs -o {room} tmpfs {directory.Path} && {script}' sh \"$@\"";

    private async Task<(int Status, string[] Output)> RunAsync(string script, params string[] arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can take rights and room from a process");
        string[] own =
        [
            $"--endpoint=unix://{SocketPath}", $"--healthz-port={LoopbackPort.Free()}",
            $"--prometheus-port={LoopbackPort.Free()}",
        ];
        var all = own.Where(flag => !arguments.Any(one => one.Split('=')[0] == flag.Split('=')[0])).Concat(arguments);
        var start = new ProcessStartInfo("sh", ["-c", script, "sh", ProviderProcess.DefaultBinary, .. all]);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = await process.StandardError.ReadToEndAsync(Limit);
        await process.WaitForExitAsync(Limit);
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
