using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Provider.Mounting;
using Provider.Protocol;

namespace Provider.Hosting;

/// <summary>Serves the gRPC methods over HTTP/2: a message in, messages and a status out.</summary>
// Without the gRPC library for ASP.NET Core: it takes a container of services, routing and reflection to find four
// methods, which was a fifth of the processor time of a start. Paths are exact, as in grpc-go.
internal sealed class GrpcServices(MountService mounts, HealthService health, TimeProvider time)
{
    /// <summary>Serves a call; whatever is wrong with it ends in a status.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (context.Request.ContentType?.StartsWith(GrpcMessages.ContentType, StringComparison.Ordinal) != true)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        try
        {
            await CallAsync(context);
            GrpcMessages.End(context.Response, Status.DefaultSuccess);
        }
        catch (RpcException failure)
        {
            GrpcMessages.End(context.Response, failure.Status);
        }
        catch (Exception end) when (
            end is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
    }

    private Task CallAsync(HttpContext context) => context.Request.Path.Value switch
    {
        GrpcMethods.Version => UnaryAsync(context, VersionRequest.Parser, _ => Task.FromResult(mounts.Version())),
        GrpcMethods.Mount => MountAsync(context),
        HealthService.CheckMethod => UnaryAsync(
            context, HealthCheckRequest.Parser, _ => Task.FromResult(health.Check())),
        HealthService.WatchMethod => WatchAsync(context),
        _ => throw new RpcException(new Status(StatusCode.Unimplemented, "unknown method")),
    };

    // A request that has not arrived when the provider stops must not keep it, nor lose its status with the connection.
    private async Task MountAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, mounts.DrainEnds);
        await UnaryAsync(
            context, MountRequest.Parser, request => mounts.MountAsync(request, context, Deadline(context)),
            ended.Token);
    }

    private static async Task UnaryAsync<TRequest, TResponse>(
        HttpContext context, MessageParser<TRequest> parser, Func<TRequest, Task<TResponse>> handle,
        CancellationToken? readingEnds = null)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage
    {
        var request = await GrpcMessages.ReadAsync(
            context.Request.BodyReader, parser, readingEnds ?? context.RequestAborted);
        await GrpcMessages.WriteAsync(context.Response, await handle(request));
    }

    private async Task WatchAsync(HttpContext context)
    {
        await GrpcMessages.ReadAsync(context.Request.BodyReader, HealthCheckRequest.Parser, context.RequestAborted);
        await GrpcMessages.WriteAsync(context.Response, HealthService.Up);
        await health.WaitForEndAsync(context.RequestAborted);
    }

    private DateTime Deadline(HttpContext context)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return CallerTimeout.Of(context.Request) is { } timeout && timeout < DateTime.MaxValue - now
            ? now + timeout
            : DateTime.MaxValue;
    }
}
