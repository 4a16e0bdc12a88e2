using Provider.Mounting;

namespace Provider.Hosting;

/// <summary>The gRPC services' methods by path, without ASP.NET's routing: its matchers take long to build.</summary>
internal sealed class GrpcMethodTable : IEndpointRouteBuilder, IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Dictionary<string, RequestDelegate> methods;

    /// <exception cref="InvalidOperationException">A service has a method twice.</exception>
    public GrpcMethodTable(MountService mounts, HealthService health, ILoggerFactory loggers)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(loggers).AddSingleton(mounts).AddSingleton(health);
        collection.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestBodyLimit.Longest);
        services = collection.BuildServiceProvider();
        this.MapGrpcService<MountService>();
        this.MapGrpcService<HealthService>();
        methods = DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.Parameters.Count == 0)
            .ToDictionary(
                endpoint => endpoint.RoutePattern.RawText!, endpoint => endpoint.RequestDelegate!,
                StringComparer.Ordinal);
    }

    public IServiceProvider ServiceProvider => services;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);

    /// <summary>Serves a call of a method that there is; gRPC calls are POST requests.</summary>
    public Task ServeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        context.RequestServices = services;
        return methods[context.Request.Path.Value!](context);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
