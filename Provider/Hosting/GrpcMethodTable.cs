using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Net.Compression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Validation;
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
        services = Services(new GrpcServices(mounts, health), loggers).BuildServiceProvider();
        this.MapGrpcService<GrpcServices>();
        methods = DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
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

    // What the library would make by reflection, from generic types that exist only at run time, is given to it ready
    // made: that was half of the time of a start.
    private static ServiceCollection Services(GrpcServices served, ILoggerFactory loggers)
    {
        var options = new GrpcServiceOptions
        {
            MaxReceiveMessageSize = RequestBodyLimit.Longest,
            CompressionProviders = [new GzipCompressionProvider(CompressionLevel.Fastest)],
            // ExactMethods has responded to those.
            IgnoreUnknownServices = true,
        };
        var collection = new ServiceCollection();
        collection.AddGrpc();
        collection.RemoveAll(typeof(IServiceMethodProvider<>));
        collection
            .AddSingleton(loggers)
            .AddSingleton(Options.Create(options))
            .AddSingleton(Options.Create(new GrpcServiceOptions<GrpcServices>()))
            .AddSingleton(Options.Create(new RouteHandlerOptions()))
            .AddSingleton(Options.Create(new ValidationOptions()))
            .AddSingleton<IServiceMethodProvider<GrpcServices>>(served)
            .AddSingleton<IGrpcServiceActivator<GrpcServices>>(served);
        return collection;
    }
}
