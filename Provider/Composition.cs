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
    private readonly ServeOptions options;
    private readonly string flags;
    private readonly TimeProvider time;
    private readonly SocketFile socket;
    private readonly ProviderMetrics metrics;
    private readonly Draining draining;
    private readonly WeightedSemaphore mounts;
    private readonly SharedReads reads;
    private readonly Conversions conversions;
    private readonly IdleTrim idleTrim;
    private readonly TrustRoots? roots;
    private SocketWatch? watch;
    private TokenProxyClient? tokenProxy;

    /// <summary>
    /// Builds a provider and binds its socket. It serves once it is started. <c>transports</c>: the connection pools;
    /// they stay the caller's. <c>log</c>: where log lines go; it stays the caller's.
    /// </summary>
    /// <exception cref="IOException">The socket cannot be bound.</exception>
    public Composition(
        ServeOptions options, string flags, Transports transports, TextWriter log, TimeProvider time)
    {
        this.flags = flags;
        (this.options, this.time, roots) = (options, time, transports.Roots);
        socket = SocketFile.Bind(options.SocketPath);
        var healthz = new HealthzEndpoint(options.SocketPath, options.HealthzTimeout);
        metrics = new ProviderMetrics(time, ProductInfo.Current.Version);
        metrics.ObserveLog(() => (log as LogWriter)?.Lost ?? 0);
        draining = new Draining(options.DrainLimit, time);
        mounts = new WeightedSemaphore(options.MountsAtOnce);
        reads = new SharedReads(options.RotationCacheTtl, time);
        conversions = new Conversions(
            new ContentOptions(options.ConstructPemChain, options.SeparateCertificateAndKey),
            Conversions.DefaultPermits, options.ResponseLimit, time);
        idleTrim = new IdleTrim(time);
        var lines = new LineLoggerProvider(log, options.LogFormat, time);
        var unserved = new UnservedRequests(lines.CreateLogger(typeof(UnservedRequests).FullName!), time);
        var shortage = new DescriptorShortage(
            lines.CreateLogger(typeof(DescriptorShortage).FullName!), () => transports.CloudPools.CloseIdle(), time);
        Server = ProviderServer.Build(
            options, socket, lines, unserved, loggers => Mounts(options, transports, loggers, time), healthz, metrics,
            shortage, transports.Collector, time);
        Server.Lifetime.ApplicationStopping.Register(() =>
        {
            draining.Begin();
            watch?.Dispose();
            // A new connection must find the next instance or wait for it, not us.
            if (socket.Remove() is { } reason)
            {
                LogSocketLeft(Server.Services.GetRequiredService<ILogger<Composition>>(), options.SocketPath, reason);
            }
        });
    }

    public WebApplication Server { get; }

    /// <summary>Starts to serve: the driver finds the socket once everything else is up.</summary>
    /// <exception cref="IOException">A port is taken, or the socket cannot be put in its place.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Server.StartAsync(cancellationToken);
        socket.Publish();
        watch = new SocketWatch(socket, time, Server.Services.GetRequiredService<ILogger<SocketWatch>>());
        LogServing(
            Server.Services.GetRequiredService<ILogger<Composition>>(), ProductInfo.Current.Version,
            options.SocketPath, string.Join(' ', ProviderServer.TcpAddresses(Server)), flags);
        if (roots is not null)
        {
            roots.Log = Server.Services.GetRequiredService<ILogger<TrustRoots>>();
            roots.Load();
        }

        // What the start has left is given back too.
        idleTrim.MountEnded();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        watch?.Dispose();
        socket.Dispose();
        draining.Dispose();
        reads.Dispose();
        conversions.Dispose();
        idleTrim.Dispose();
        tokenProxy?.Dispose();
        metrics.Dispose();
    }

    private MountService Mounts(ServeOptions options, Transports transports, ILoggerFactory loggers, TimeProvider time)
    {
        var product = ProductInfo.Current;
        var userAgent = product.UserAgent(options.CustomUserAgent);
        var calls = loggers.CreateLogger<PollyRetryPolicy>();
        CallSettings Through(HttpPipelineTransport transport) => new(transport, userAgent, time, calls);
        tokenProxy = new TokenProxyClient(
            new TokenProxySettings(options.TokenProxyUrl ?? options.ApiServer, options.TokenProxyName,
                options.ApiServer, options.ClusterAuthorityFile),
            Through, transports.Connector, time);
        var credentials = new Credentials(
            new NmiClient(options.NmiEndpoint, Through(transports.Node)),
            new ImdsClient(options.ImdsEndpoint, Through(transports.Node)),
            new EntraClient(Through(transports.Cloud)),
            tokenProxy,
            new TokenCache(time),
            metrics.Tokens,
            time,
            loggers.CreateLogger<Credentials>());
        var path = new MountPath(
            new PlanReader(Settings(options)),
            credentials.GrantAsync,
            new VaultReader(
                new VaultClient(
                    Through(transports.Cloud), new VaultGates(options.ReadsPerVault, time), metrics.Vaults, time),
                reads, new ReadLimits(options.ReadsPerMount, options.ResponseLimit), metrics, time,
                    loggers.CreateLogger<VaultReader>()),
            conversions,
            metrics,
            mounts,
            time);
        return new MountService(
            path,
            new MountSettings(
                ProductInfo.RuntimeName, product.Version, options.ResponseLimit, idleTrim.MountEnded, draining.Begun,
                draining.Over),
            metrics,
            time,
            loggers.CreateLogger<MountService>());
    }

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
