using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// A provider that cannot start: one line that says why and what to change, status 1, and nothing left behind.
/// </summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Limit => Patience.Limit;

    private string SocketPath => Path.Combine(directory.Path, "azure.sock");

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("--healthz-port")]
    [InlineData("--prometheus-port")]
    public async Task A_port_that_is_taken_is_named_with_its_flag(string flag)
    {
        using var other = new TcpListener(IPAddress.IPv6Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (status, output) = await RunAsync($"{flag}={port}");

        Assert.Equal(1, status);
        Assert.Equal(
            $"the provider cannot start: port {port} ({flag}) is already in use on this node: stop what listens "
            + "there, or choose another port",
            Assert.Single(output));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_missing_directory_is_named()
    {
        var (status, output) = await RunAsync($"--endpoint=unix://{directory.Path}/none/azure.sock");

        Assert.Equal(1, status);
        Assert.Equal(
            $"the provider cannot start: the socket {directory.Path}/none/azure.sock (--endpoint) cannot be bound:"
            + $" the directory {directory.Path}/none does not exist, or is not a directory",
            Assert.Single(output));
    }

    [Fact]
    public async Task Something_that_cannot_be_replaced_at_the_sockets_path_is_named()
    {
        Directory.CreateDirectory(Path.Combine(SocketPath, "in-the-way"));

        var (status, output) = await RunAsync();

        Assert.Equal(1, status);
        Assert.StartsWith(
            $"the provider cannot start: the socket {SocketPath} cannot be put in its place: ", Assert.Single(output),
            StringComparison.Ordinal);
        Assert.Equal([SocketPath], Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("it handles signals")]
    [InlineData("its socket has a file")]
    [InlineData("its socket is in its place")]
    public async Task Sigterm_at_any_moment_of_the_start_ends_it_with_status_0_and_leaves_nothing(string when)
    {
        using var process = Start([]);
        await UntilAsync(process, when switch
        {
            "it handles signals" => () => HasSignalThread(process),
            "its socket has a file" => () => Directory.GetFileSystemEntries(directory.Path).Length > 0,
            _ => () => File.Exists(SocketPath),
        });
        // The thread comes just before the handler of the signal, of which nothing shows outside.
        await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System, Limit);

        using (Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await process.WaitForExitAsync(Limit);
        }

        Assert.Equal(0, process.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("0<&-")]
    [InlineData("1>&-")]
    [InlineData("2>&-")]
    [InlineData("0<&- 1>&- 2>&-")]
    public async Task Closed_standard_streams_are_opened_on_dev_null(string redirections)
    {
        using var process = Process.Start(
            "sh",
            [
                "-c", $"exec \"$0\" \"$@\" {redirections}", ProviderProcess.DefaultBinary,
                $"--endpoint=unix://{SocketPath}",
                $"--healthz-port={LoopbackPort.Free()}", $"--prometheus-port={LoopbackPort.Free()}",
            ]);
        try
        {
            await UntilAsync(process, () => File.Exists(SocketPath));
            for (var descriptor = 0; descriptor <= 2; descriptor++)
            {
                if (redirections.Contains($"{descriptor}", StringComparison.Ordinal))
                {
                    Assert.Equal("/dev/null", new FileInfo($"/proc/{process.Id}/fd/{descriptor}").LinkTarget);
                }
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Limit);
        }
    }

    private static async Task UntilAsync(Process process, Func<bool> isSo)
    {
        while (!isSo())
        {
            Assert.False(process.HasExited);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Limit);
        }
    }

    // .NET starts this thread with the first handler, which is the first act of Main. Before it no program could do
    // better.
    private static bool HasSignalThread(Process process) =>
        Directory.GetDirectories($"/proc/{process.Id}/task").Any(IsSignalHandler);

    private static bool IsSignalHandler(string thread)
    {
        try
        {
            var name = File.ReadAllText(Path.Combine(thread, "comm"));
            return name.StartsWith(".NET SigHandler", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return false;
        }
    }

    private async Task<(int Status, string[] Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = await process.StandardError.ReadToEndAsync(Limit);
        await process.WaitForExitAsync(Limit);
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(ProviderProcess.DefaultBinary) { RedirectStandardError = true };
        string[] own =
        [
            $"--endpoint=unix://{SocketPath}", $"--healthz-port={LoopbackPort.Free()}",
            $"--prometheus-port={LoopbackPort.Free()}",
        ];
        foreach (var argument in own.Where(flag => !arguments.Any(one => one.Split('=')[0] == flag.Split('=')[0]))
            .Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
