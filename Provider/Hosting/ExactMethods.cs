using Grpc.Core;
using Provider.Mounting;

namespace Provider.Hosting;

/// <summary>
/// Lets only the methods' exact paths through on the socket, as grpc-go does: ASP.NET's routing takes any case and a
/// slash at the end.
/// </summary>
internal static class ExactMethods
{
    /// <summary>Responds with Unimplemented to every other path.</summary>
    public static Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is GrpcMethods.Version or GrpcMethods.Mount or HealthService.CheckMethod
            or HealthService.WatchMethod)
        {
            return next(context);
        }

        // A response of headers only (gRPC over HTTP/2, "Trailers-Only").
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] =
            ((int)StatusCode.Unimplemented).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = "unknown method";
        return Task.CompletedTask;
    }
}
