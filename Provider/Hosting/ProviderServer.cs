using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Provider.Hosting.Http2;
using Provider.Hosting.Listening;
using Provider.Mounting;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>The process's server: the driver's socket, the health port, the metrics port.</summary>
// Kestrel without ASP.NET's host, which took half of the start time.
internal sealed class ProviderServer : IAsyncDisposable
{
    /// <summary>Streams of the driver's one connection; one namespace's mounts use at most half.</summary>
    private const int ConcurrentMounts = (2 * WaitingMounts.Most) + 96;

    // Kestrel's own default, for a client that asks and does not read.
    private static readonly MinDataRate SlowestReader = new(240, TimeSpan.FromSeconds(5));

    private readonly KestrelServer server;
    private readonly GrpcMethodTable methods;
    private readonly RequestDelegate grpc;
    private readonly HealthzEndpoint healthz;
    private readonly HealthzRoute healthzRoute;
    private readonly Exports exports;
    private readonly TimeSpan drainLimit;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();

    public ProviderServer(
        ServeOptions options, SocketFile socket, ILoggerFactory loggers, UnservedRequests unserved, MountService mounts,
        HealthzEndpoint healthz, ProviderMetrics metrics, DescriptorShortage shortage,
        Func<HttpClient> collectorClient, TimeProvider time)
    {
        (this.healthz, this.time, drainLimit) = (healthz, time, options.DrainLimit);
        healthzRoute = new HealthzRoute(options.HealthzPath);
        var kestrel = new KestrelServerOptions();
        Listen(kestrel, options, unserved, time);
        server = new KestrelServer(
            Options.Create(kestrel),
            new ConnectionListeners(
                endpoint => endpoint is System.Net.Sockets.UnixDomainSocketEndPoint
                    ? socket.Listener
                    : TcpListeners.Bind(endpoint, options),
                shortage, time, loggers),
            loggers);
        methods = new GrpcMethodTable(mounts, new HealthService(metrics, stopping.Token), loggers);
        var bodies = new RequestBodyLimit(
            new RequestBodies(time), metrics, time, loggers.CreateLogger<RequestBodyLimit>(), mounts.DrainEnds);
        grpc = context => ExactMethods.ServeAsync(
            context, exact => bodies.ServeAsync(exact, read => ReadResponses.ServeAsync(read, methods.ServeAsync)));
        exports = new Exports(options, collectorClient);
    }

    /// <summary>Canceled when the server begins to stop.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>The TCP addresses that a started server listens on, health first.</summary>
    public IReadOnlyList<Uri> TcpAddresses =>
        [.. server.Features.Get<IServerAddressesFeature>()!.Addresses
            .Where(address => !address.Contains("unix:", StringComparison.Ordinal))
            .Select(address => new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal)))];

    /// <exception cref="IOException">A port is taken.</exception>
    public Task StartAsync(CancellationToken cancellationToken) =>
        server.StartAsync(new Requests(ServeAsync), cancellationToken);

    /// <summary>Stops: waits for calls in progress until the drain limit, then ends them.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        using var limit = new CancellationTokenSource(drainLimit, time);
        await server.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        server.Dispose();
        await methods.DisposeAsync();
        exports.Dispose();
        stopping.Dispose();
    }

    private Task ServeAsync(HttpContext context) => context.Features.Get<ListenerRole>()?.Kind switch
    {
        ListenerKind.Socket => grpc(context),
        ListenerKind.Healthz when healthzRoute.Matches(context.Request.Path) =>
            ServeTcpAsync(context, healthz.RespondAsync),
        ListenerKind.Healthz when healthzRoute.IsRedirected(context.Request.Path) =>
            ServeTcpAsync(context, healthzRoute.RedirectAsync),
        ListenerKind.Metrics when context.Request.Path.Value == Exports.MetricsPath =>
            ServeTcpAsync(context, exports.Page),
        _ => ServeTcpAsync(context, NotFoundAsync),
    };

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static void Listen(
        KestrelServerOptions kestrel, ServeOptions options, UnservedRequests unserved, TimeProvider time)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.MaxStreamsPerConnection = ConcurrentMounts;
        // Unread data is bounded for each stream, and no stream can use the window of others.
        kestrel.Limits.Http2.InitialStreamWindowSize = RequestBodies.Window;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConcurrentMounts * RequestBodies.Window;
        // The driver has one connection for all mounts. When its processor limit stops it for some seconds, Kestrel
        // would close the connection as one of a slow reader, and end all mounts.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.ListenUnixSocket(options.SocketPath, listen =>
        {
            Use(listen, ListenerKind.Socket, HttpProtocols.Http2);
            listen.Use(next => connection => PeerCheck.ServeAsync(
                connection, allowed => AnyAuthority.ServeAsync(allowed, next), unserved));
        });
        kestrel.ListenAnyIP(options.HealthzPort, listen => UseTcp(listen, ListenerKind.Healthz, time));
        kestrel.ListenAnyIP(options.PrometheusPort, listen => UseTcp(listen, ListenerKind.Metrics, time));
    }

    private static void UseTcp(ListenOptions listen, ListenerKind kind, TimeProvider time)
    {
        Use(listen, kind, HttpProtocols.Http1);
        var connections = new TcpConnections(TcpConnections.MostFor(DescriptorShortage.Limit), time);
        listen.Use(next => connection => connections.ServeAsync(connection, next));
    }

    private static void Use(ListenOptions listen, ListenerKind kind, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        var role = new ListenerRole(kind);
        listen.Use(next => connection =>
        {
            connection.Features.Set(role);
            return next(connection);
        });
    }

    private static Task ServeTcpAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<TcpConnection>() is not { } connection)
        {
            return next(context);
        }

        context.Features.GetRequiredFeature<IHttpMinResponseDataRateFeature>().MinDataRate = SlowestReader;
        return connection.ServeAsync(context, next);
    }
}
