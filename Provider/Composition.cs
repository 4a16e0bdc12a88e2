using System.Collections.Immutable;
using Azure.Core.Pipeline;
using Provider.Content;
using Provider.Content.Converting;
using Provider.Hosting;
using Provider.Hosting.Listening;
using Provider.Http;
using Provider.Http.Trust;
using Provider.Identity;
using Provider.Identity.Entra;
using Provider.Identity.PodIdentity;
using Provider.Identity.TokenProxy;
using Provider.Identity.VmIdentity;
using Provider.KeyVault;
using Provider.Mounting;
using Provider.Parameters;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider;

/// <summary>Wires the components together; the only place that knows all of them.</summary>
internal sealed partial class Composition : IAsyncDisposable
{
    // The first responses come first. A connection that needs the authorities sooner reads them itself.
    private static readonly TimeSpan RootsDelay = TimeSpan.FromSeconds(1);

    private readonly ServeOptions options;
    private readonly string flags;
    private readonly TimeProvider time;
    private readonly SocketFile socket;
    private readonly LoggerFactory loggers;
    private readonly ProviderMetrics metrics;
    private readonly Draining draining;
    private readonly SharedReads reads;
    private readonly Conversions conversions;
    private readonly IdleTrim idleTrim;
    private readonly TokenProxyClient tokenProxy;
    private readonly ILogger<Composition> logger;
    private readonly TrustRoots? roots;
    private readonly ITimer? rootsTimer;
    private SocketWatch? watch;

    /// <summary>Builds a provider and binds its socket. The caller owns connection pools and log.</summary>
    /// <exception cref="IOException">The socket cannot be bound.</exception>
    public Composition(
        ServeOptions options, string flags, Transports transports, TextWriter log, TimeProvider time)
    {
        this.flags = flags;
        (this.options, this.time, roots) = (options, time, transports.Roots);
        loggers = new LoggerFactory(
            [new LineLoggerProvider(log, options.LogFormat, time)], LogSettings.Filters(options.Verbosity));
        logger = loggers.CreateLogger<Composition>();
        var unserved = new UnservedRequests(loggers.CreateLogger<UnservedRequests>(), time);
        loggers.AddProvider(new Http2ErrorWatch(unserved));
        metrics = new ProviderMetrics(time, ProductInfo.Current.Version);
        metrics.ObserveLog(() => (log as LogWriter)?.Lost ?? 0);
        draining = new Draining(options.DrainLimit, time);
        reads = new SharedReads(options.RotationCacheTtl, time);
        conversions = new Conversions(
            new ContentOptions(options.ConstructPemChain, options.SeparateCertificateAndKey),
            Conversions.DefaultPermits, options.ResponseLimit, time);
        idleTrim = new IdleTrim(time);
        tokenProxy = new TokenProxyClient(ProxySettings(options), Calls, transports.Connector, time);
        var shortage = new DescriptorShortage(
            loggers.CreateLogger<DescriptorShortage>(), () => transports.CloudPools.CloseIdle(), time);
        socket = SocketFile.Bind(options.SocketPath);
        Server = new ProviderServer(
            options, socket, loggers, unserved, Mounts(transports),
            new HealthzEndpoint(options.SocketPath, options.HealthzTimeout), metrics, shortage, transports.Collector,
            time);
        Server.Stopping.Register(Stop);
        if (roots is not null)
        {
            roots.Log = loggers.CreateLogger<TrustRoots>();
            rootsTimer = time.CreateTimer(_ => roots.Load(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public ProviderServer Server { get; }

    /// <summary>Starts to serve: the driver finds the socket once everything else is up.</summary>
    /// <exception cref="IOException">A port is taken, or the socket cannot be put in its place.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Server.StartAsync(cancellationToken);
        socket.Publish();
        watch = new SocketWatch(socket, time, loggers.CreateLogger<SocketWatch>());
        LogServing(
            logger, ProductInfo.Current.Version, options.SocketPath,
            string.Join(' ', Server.TcpAddresses), flags);
        rootsTimer?.Change(RootsDelay, Timeout.InfiniteTimeSpan);
        // What the start has left is given back too.
        idleTrim.MountEnded();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        watch?.Dispose();
        rootsTimer?.Dispose();
        socket.Dispose();
        draining.Dispose();
        reads.Dispose();
        conversions.Dispose();
        idleTrim.Dispose();
        tokenProxy.Dispose();
        metrics.Dispose();
        loggers.Dispose();
    }

    private void Stop()
    {
        draining.Begin();
        watch?.Dispose();
        // New connections must go to the next instance, or wait for it.
        if (socket.Remove() is { } reason)
        {
            LogSocketLeft(logger, options.SocketPath, reason);
        }
    }

    private MountService Mounts(Transports transports) => new(
        new PlanReader(Settings(options)),
        new MountPath(
            Credentials(transports).GrantAsync,
            new VaultReader(
                new VaultClient(
                    Calls(transports.Cloud),
                    new VaultGates(options.ReadsPerVault, transports.CloudPools.MostRequests, time), metrics.Vaults,
                    time),
                reads, new ReadLimits(options.ReadsPerMount, options.ResponseLimit), metrics.Vaults, time,
                loggers.CreateLogger<VaultReader>()),
            conversions,
            new WeightedSemaphore(options.MountsAtOnce),
            options.ResponseLimit,
            (_, stage) => metrics.Mounts.Stage(stage),
            time),
        new MountSettings(
            ProductInfo.RuntimeName, ProductInfo.Current.Version, idleTrim.MountEnded, draining.Begun, draining.Over),
        metrics,
        time,
        loggers.CreateLogger<MountService>());

    private Credentials Credentials(Transports transports) => new(
        new NmiClient(options.NmiEndpoint, Calls(transports.Node)),
        new ImdsClient(options.ImdsEndpoint, Calls(transports.Node)),
        new EntraClient(Calls(transports.Cloud)),
        tokenProxy,
        new TokenCache(time),
        metrics.Tokens,
        time,
        loggers.CreateLogger<Credentials>());

    private CallSettings Calls(HttpPipelineTransport transport) => new(
        transport, ProductInfo.Current.UserAgent(options.CustomUserAgent), time,
        loggers.CreateLogger<PollyRetryPolicy>());

    private static TokenProxySettings ProxySettings(ServeOptions options) => new(
        options.TokenProxyUrl ?? options.ApiServer, options.TokenProxyName, options.ApiServer,
        options.ClusterAuthorityFile);

    private static PlanSettings Settings(ServeOptions options) => new(options.CloudName)
    {
        TokenAudiences = List(options.TokenAudiences),
        ProxyAudiences = List(options.TokenProxyAudiences),
        CloudEnvironmentFiles = new CloudEnvironmentFiles(options.CloudFileDirectory, options.CloudFile).Read,
    };

    private static ImmutableArray<string> List(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    [LoggerMessage(107, LogLevel.Warning, "the socket's file could not be removed")]
    private static partial void LogSocketLeft(ILogger logger, string path, string reason);

    [LoggerMessage(101, LogLevel.Information, "serving")]
    private static partial void LogServing(
        ILogger logger, string version, string socket, string ports, string flags);
}
