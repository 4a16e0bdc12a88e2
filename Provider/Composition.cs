using Provider.Content;
using Provider.Hosting;
using Provider.Http;
using Provider.Identity;
using Provider.Identity.PodIdentity;
using Provider.KeyVault;
using Provider.Mounting;
using Provider.Parameters;
using Provider.Telemetry;

namespace Provider;

/// <summary>Wires the rooms together; the only place that knows all of them.</summary>
internal sealed partial class Composition : IAsyncDisposable
{
    private readonly SocketFile socket;
    private readonly HealthzEndpoint healthz;
    private readonly ProviderMetrics metrics = new();
    private readonly Draining draining;

    /// <summary>Builds a provider and binds its socket. It serves once <see cref="Server"/> is started.</summary>
    /// <param name="options">What the operator chose.</param>
    /// <param name="transports">The connection pools; they stay the caller's.</param>
    /// <param name="log">Where log lines go; it stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The socket cannot be bound.</exception>
    public Composition(ServeOptions options, Transports transports, TextWriter log, TimeProvider time)
    {
        socket = SocketFile.Bind(options.SocketPath);
        healthz = new HealthzEndpoint(options.SocketPath, options.HealthzTimeout);
        draining = new Draining(options.DrainLimit, time);
        var lines = new LineLoggerProvider(log, options.LogFormat, time);
        Server = ProviderServer.Build(options, socket, lines, loggers => Mounts(options, transports, loggers, time), healthz);
        Server.Lifetime.ApplicationStarted.Register(() => LogServing(
            Server.Services.GetRequiredService<ILogger<Composition>>(), ProductInfo.Current.Version, options.SocketPath, string.Join(' ', ProviderServer.TcpAddresses(Server)), options));
        Server.Lifetime.ApplicationStopping.Register(() =>
        {
            // First of all the file: a new connection must find the next instance or wait for it, not us.
            socket.Dispose();
            draining.Begin();
        });
    }

    /// <summary>The server.</summary>
    public WebApplication Server { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        socket.Dispose();
        healthz.Dispose();
        draining.Dispose();
        metrics.Dispose();
    }

    private MountService Mounts(ServeOptions options, Transports transports, ILoggerFactory loggers, TimeProvider time)
    {
        var product = ProductInfo.Current;
        var userAgent = product.UserAgent(options.CustomUserAgent);
        var calls = loggers.CreateLogger<PollyRetryPolicy>();
        var node = new CallSettings(transports.Node, userAgent, time, calls);
        var cloud = new CallSettings(transports.Cloud, userAgent, time, calls);
        var path = new MountPath(
            new PlanReader(options.CloudName),
            new Credentials(new NmiClient(options.NmiEndpoint, node, time), time),
            new VaultReader(cloud, metrics, time),
            new ContentOptions(options.ConstructPemChain, options.SeparateCertificateAndKey));
        return new MountService(
            path,
            new MountSettings(ProductInfo.RuntimeName, product.Version, options.ResponseLimit, draining.Over),
            metrics,
            time,
            loggers.CreateLogger<MountService>());
    }

    [LoggerMessage(101, LogLevel.Information, "serving")]
    private static partial void LogServing(ILogger logger, string version, string socket, string ports, ServeOptions options);
}
