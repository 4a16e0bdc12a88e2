using System.Diagnostics;
using System.Runtime.InteropServices;
using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Processes;

/// <summary>A provider process, started as on a node: with flags, and proxy and authority in its environment.</summary>
internal sealed partial class ProviderProcess : IAsyncDisposable
{
    private const string Endpoint = "--endpoint=unix://";
    private const int Terminate = 15;
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly CapturedOutput output;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("provider-");

    private ProviderProcess(
        string binary, SandboxCloud cloud, IEnumerable<string> arguments, Action<string>? follow, ContainerLimit? limit,
        ClusterView? view, IReadOnlyDictionary<string, string>? environment)
    {
        var given = arguments.ToList();
        SocketPath = given.Find(one => one.StartsWith(Endpoint, StringComparison.Ordinal)) is { } endpoint
            ? endpoint[Endpoint.Length..]
            : Path.Combine(directory.FullName, "azure.sock");
        (HealthzPort, MetricsPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var start = new ProcessStartInfo(binary)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        ProviderEnvironment.Set(start, cloud, environment);
        limit?.Apply(start);
        view?.Apply(start);
        foreach (var argument in DefaultFlags(cloud, given).Concat(given))
        {
            start.ArgumentList.Add(argument);
        }

        output = new CapturedOutput(follow);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Add(line.Data, isStandardOutput: true);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data, isStandardOutput: false);
    }

    public string SocketPath { get; }

    public int HealthzPort { get; }

    public int MetricsPort { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The exit code; the process must have exited.</summary>
    public int ExitCode => process.ExitCode;

    public string Output => output.All;

    public string StandardOutput => output.StandardOutput;

    /// <summary>The default binary: <c>PROVIDER_BINARY</c>, else the one built with this program.</summary>
    public static string DefaultBinary => Binary("PROVIDER_BINARY", "provider");

    /// <summary>The tool's binary: <c>PROVIDER_TOOL_BINARY</c>, else the one built with this program.</summary>
    public static string DefaultTool => Binary("PROVIDER_TOOL_BINARY", "provider-tool");

    /// <summary>
    /// Starts a provider and waits until it responds; the follower receives each line that it writes.
    /// </summary>
    /// <exception cref="ProviderStartException">It ended, or did not respond in time.</exception>
    public static async Task<ProviderProcess> StartAsync(
        string binary, SandboxCloud cloud, IEnumerable<string> arguments, CancellationToken cancellationToken,
        Action<string>? follow = null, ContainerLimit? limit = null, ClusterView? view = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] given = [.. arguments];
        for (var left = 2; ; left--)
        {
            try
            {
                return await StartOnceAsync(
                    new ProviderProcess(binary, cloud, given, follow, limit, view, environment), cancellationToken);
            }
            catch (ProviderStartException failure) when (left > 0 && LostItsPort(failure, given))
            {
                // An outgoing connection took a free port before the provider did; the next attempt has others.
            }
        }
    }

    private static bool LostItsPort(ProviderStartException failure, string[] given) =>
        failure.Message.Contains("is already in use on this node", StringComparison.Ordinal)
        && !given.Any(flag => flag.Contains("-port", StringComparison.Ordinal));

    private static async Task<ProviderProcess> StartOnceAsync(
        ProviderProcess provider, CancellationToken cancellationToken)
    {
        try
        {
            provider.process.Start();
            provider.process.BeginOutputReadLine();
            provider.process.BeginErrorReadLine();
            await new ReadinessProbe(provider.process, provider.SocketPath, provider.output).WaitAsync(
                cancellationToken);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>A figure of <c>/proc/PID/status</c>, such as <c>VmRSS</c>, in KiB.</summary>
    public long MemoryKib(string name) => ProcessFigures.MemoryKib(Id, name);

    public TimeSpan CpuTime() => ProcessFigures.CpuTime(Id);

    // The sandbox's own addresses, unless the caller gives a flag itself.
    private IEnumerable<string> DefaultFlags(SandboxCloud cloud, List<string> given)
    {
        string[] flags =
        [
            Endpoint + SocketPath, $"--nmi-endpoint={cloud.Nmi.Address}", $"--healthz-port={HealthzPort}",
            $"--prometheus-port={MetricsPort}",
        ];
        return flags.Where(flag => !given.Exists(one => one.Split('=')[0] == flag.Split('=')[0]));
    }

    private static string Binary(string variable, string program) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(AppContext.BaseDirectory, program);

    /// <summary>Asks it to stop, without waiting.</summary>
    public void Signal() => _ = Kill(process.Id, Terminate);

    public Task<int> StopAsync()
    {
        if (!process.HasExited)
        {
            Signal();
        }

        return WaitForExitAsync();
    }

    /// <summary>Waits until it has exited, and kills it after a timeout.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(LongestStop);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }

        return process.ExitCode;
    }

    /// <summary>Kills it, as the kernel does when memory runs out.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsStarted() && !process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        directory.Delete(recursive: true);
    }

    private bool IsStarted()
    {
        try
        {
            return process.Id > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
