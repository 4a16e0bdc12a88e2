using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Provider.Arguments;
using Provider.Hosting;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Sandbox.Cloud;

namespace Provider.Tests.EndToEnd;

/// <summary>The provider in this process: the same composition, its flags read by the same command line.</summary>
internal sealed class ProviderHere : IRunningProvider
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("provider-here-");
    private readonly StringWriter written = new();
    private readonly TextWriter log;
    private readonly Transports transports;
    private readonly TimeProvider time;
    private readonly Composition composition;

    private ProviderHere(SandboxCloud cloud, string[] arguments, TimeSpan? drainLimit, TimeProvider time)
    {
        this.time = time;
        log = TextWriter.Synchronized(written);
        transports = new Transports(
            () => CloudHandler(cloud), Transports.NodeHandler, NameLookups.OfSystem(), new WebProxy(cloud.Proxy));
        SocketPath = Path.Combine(directory.FullName, "azure.sock");
        composition = new Composition(
            Options(drainLimit, [
                $"--endpoint=unix://{SocketPath}", $"--nmi-endpoint={cloud.Nmi.Address}", "--healthz-port=0",
                "--prometheus-port=0", $"--imds-endpoint={cloud.ImdsAddress}", .. arguments]),
            "", transports, log, time);
    }

    public string SocketPath { get; }

    public int HealthzPort => composition.Server.TcpAddresses[0].Port;

    public int MetricsPort => composition.Server.TcpAddresses[1].Port;

    public string Output
    {
        get
        {
            lock (log)
            {
                return written.ToString();
            }
        }
    }

    public static async Task<ProviderHere> StartAsync(
        SandboxCloud cloud, string[] arguments, CancellationToken cancellationToken, TimeSpan? drainLimit = null,
        TimeProvider? time = null)
    {
        var provider = new ProviderHere(cloud, arguments, drainLimit, time ?? TimeProvider.System);
        await provider.composition.StartAsync(cancellationToken);
        return provider;
    }

    public async Task<int> StopAsync()
    {
        await composition.Server.StopAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        var ended = composition.DisposeAsync().AsTask();
        // What is under way has its time to end, and a clock that a test moves stands still.
        while (!ended.IsCompleted && time is FakeTimeProvider clock)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var soon = Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            await Task.WhenAny(ended, soon);
        }

        await ended;
        transports.Dispose();
        await log.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private static ServeOptions Options(TimeSpan? drainLimit, string[] arguments)
    {
        var read = ArgumentReader.Read(arguments, NodeEnvironment.OfProcess());
        Assert.Empty(read.Problems);
        return drainLimit is { } limit ? read.Options with { DrainLimit = limit } : read.Options;
    }

    private static SocketsHttpHandler CloudHandler(SandboxCloud cloud)
    {
        var handler = Transports.CloudHandler();
        handler.Proxy = new WebProxy(cloud.Proxy);
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { cloud.Root },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        return handler;
    }
}
