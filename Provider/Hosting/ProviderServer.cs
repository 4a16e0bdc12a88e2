using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Provider.Hosting.Http2;
using Provider.Hosting.Listening;
using Provider.Mounting;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>The process's server: the driver's socket, the health port, the metrics port.</summary>
// ASP.NET's container holds only what ASP.NET must create; everything of ours is handed in.
internal static class ProviderServer
{
    /// <summary>Streams of the driver's one connection; one namespace's mounts use at most half.</summary>
    private const int ConcurrentMounts = (2 * WaitingMounts.Most) + 96;

    /// <summary>Bytes. Larger than any request: the framework refuses more in a status that is not final.</summary>
    private const int RequestLimit = 16 * 1024 * 1024;

    private const string MetricsPath = "/metrics";

    // Kestrel's own default, for a client that asks and does not read.
    private static readonly MinDataRate SlowestReader = new(240, TimeSpan.FromSeconds(5));

    public static WebApplication Build(
        ServeOptions options, SocketFile socket, ILoggerFactory loggers, UnservedRequests unserved, MountService mounts,
        HealthzEndpoint healthz, ProviderMetrics metrics, DescriptorShortage shortage,
        Func<HttpClient> collectorClient, TimeProvider time)
    {
        var builder =
            WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = ProductInfo.RuntimeName });
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options, unserved, time));
        // Kestrel takes the factory that was added last.
        builder.Services.AddSingleton<IConnectionListenerFactory>(new ConnectionListeners(
            endpoint => endpoint is System.Net.Sockets.UnixDomainSocketEndPoint
                ? socket.Listener
                : TcpListeners.Bind(endpoint, options),
            shortage, time, loggers));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainLimit);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestLimit);
        builder.Services.AddSingleton(mounts);
        builder.Services.AddSingleton(
            new RequestBodyLimit(
                new RequestBodies(time), metrics, time, loggers.CreateLogger<RequestBodyLimit>()));
        builder.Services.AddSingleton(provider => new HealthService(
            metrics, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear()
                .AddService(ProductInfo.ServiceName, autoGenerateServiceInstanceId: false))
            .WithMetrics(meters => meters
                .AddMeter(ProviderMetrics.MeterName, MetricViews.RuntimeMeter)
                .AddView(MetricViews.For)
                .AddPrometheusExporter(exporter =>
                {
                    exporter.ScopeInfoEnabled = false;
                    // The Go provider has the service's name on every series, and dashboards select by it.
                    exporter.ResourceConstantLabels = name => name == "service.name";
                }));
        if (options.OtlpEndpoint is { } collector)
        {
            telemetry.WithTracing(
                traces => SpanExport.Add(traces, collector, options.TraceSampleRatio, collectorClient));
        }

        var app = builder.Build();
        Route(app, options, healthz);
        return app;
    }

    /// <summary>The TCP addresses that a started server listens on, health first.</summary>
    public static IReadOnlyList<Uri> TcpAddresses(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Where(address => !address.Contains("unix:", StringComparison.Ordinal))
            .Select(address => new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal)))];

    private static void Listen(
        KestrelServerOptions kestrel, ServeOptions options, UnservedRequests unserved, TimeProvider time)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.MaxStreamsPerConnection = ConcurrentMounts;
        // What comes before a request is read is bounded for each stream, and no stream can use up the room of others.
        kestrel.Limits.Http2.InitialStreamWindowSize = RequestBodies.Window;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConcurrentMounts * RequestBodies.Window;
        // The driver has one connection for all mounts. When its processor limit stops it for some seconds, Kestrel
        // would take it for an attacker who reads slowly, and end them all.
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

    private static void Route(WebApplication app, ServeOptions options, HealthzEndpoint healthz)
    {
        app.Use(ServeTcpAsync);
        var scrapes = new Scrapes();
        var route = new HealthzRoute(options.HealthzPath);
        app.MapWhen(
            context => CameBy(context, ListenerKind.Healthz) && route.Matches(context.Request.Path),
            branch => branch.Run(healthz.RespondAsync));
        app.MapWhen(
            context => CameBy(context, ListenerKind.Healthz) && route.IsRedirected(context.Request.Path),
            branch => branch.Run(route.RedirectAsync));
        app.MapWhen(
            context => CameBy(context, ListenerKind.Metrics) && context.Request.Path.Value == MetricsPath,
            branch => branch.Use(scrapes.ServeAsync).UseOpenTelemetryPrometheusScrapingEndpoint(MetricsPath));
        app.MapWhen(
            context => !CameBy(context, ListenerKind.Socket),
            branch => branch.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }));
        app.Use(ExactMethods.ServeAsync);
        app.Use(app.Services.GetRequiredService<RequestBodyLimit>().ServeAsync);
        app.Use(ReadResponses.ServeAsync);
        app.MapGrpcService<MountService>();
        app.MapGrpcService<HealthService>();
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

    private static bool CameBy(HttpContext context, ListenerKind kind) =>
        context.Features.Get<ListenerRole>()?.Kind == kind;
}
