using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;

namespace Provider.Sandbox.Processes;

/// <summary>The provider as a process of its own, started as on a node: proxy and authority in its environment, flags, nothing else.</summary>
internal sealed partial class ProviderProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("provider-");

    private ProviderProcess(string binary, SandboxCloud cloud, IEnumerable<string> arguments)
    {
        SocketPath = Path.Combine(directory.FullName, "azure.sock");
        (HealthzPort, MetricsPort) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(binary) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["HTTPS_PROXY"] = cloud.Proxy.ToString();
        start.Environment["SSL_CERT_FILE"] = cloud.CaFile;
        string[] own =
        [
            $"--endpoint=unix://{SocketPath}", $"--nmi-endpoint={cloud.Nmi.Address}", $"--healthz-port={HealthzPort}",
            $"--prometheus-port={MetricsPort}",
        ];
        foreach (var argument in own.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>The socket it serves.</summary>
    public string SocketPath { get; }

    /// <summary>The port of its health endpoint.</summary>
    public int HealthzPort { get; }

    /// <summary>The port of its metrics.</summary>
    public int MetricsPort { get; }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>How it ended; it must have.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Everything it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>The binary to start when none is named: <c>PROVIDER_BINARY</c>, else the one built beside this program.</summary>
    public static string DefaultBinary =>
        Environment.GetEnvironmentVariable("PROVIDER_BINARY") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(AppContext.BaseDirectory, "provider");

    /// <summary>Starts a provider and waits until it answers.</summary>
    /// <param name="binary">The program.</param>
    /// <param name="cloud">The cloud it is to find.</param>
    /// <param name="arguments">Further flags.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not answer in time; the message holds what it wrote.</exception>
    public static async Task<ProviderProcess> StartAsync(
        string binary, SandboxCloud cloud, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var provider = new ProviderProcess(binary, cloud, arguments);
        provider.process.Start();
        provider.process.BeginOutputReadLine();
        provider.process.BeginErrorReadLine();
        await provider.WaitUntilServingAsync(cancellationToken);
        return provider;
    }

    /// <summary>A figure of <c>/proc/PID/status</c>, such as <c>VmRSS</c>, in KiB.</summary>
    /// <param name="name">Its name.</param>
    public long MemoryKib(string name) =>
        long.Parse(
            File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1],
            CultureInfo.InvariantCulture);

    /// <summary>The processor time it has used.</summary>
    public TimeSpan CpuTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    /// <returns>How it ended.</returns>
    public async Task<int> StopAsync()
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, Terminate);
        }

        using var limit = new CancellationTokenSource(LongestStop);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Asks it to stop, without waiting.</summary>
    public void Signal() => _ = Kill(process.Id, Terminate);

    /// <summary>Ends it at once, as the kernel would when memory runs out.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        directory.Delete(recursive: true);
    }

    private async Task WaitUntilServingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestStart);
        while (!limit.IsCancellationRequested && !process.HasExited)
        {
            if (File.Exists(SocketPath) && await AnswersAsync(limit.Token))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        throw new InvalidOperationException($"The provider does not answer. It wrote:\n{Output}");
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var driver = new StandInDriver(SocketPath, TimeProvider.System);
        try
        {
            await driver.VersionAsync(cancellationToken);
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
