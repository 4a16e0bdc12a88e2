using Grpc.Core;
using Provider.Mounting;

namespace Provider.Hosting;

/// <summary>Serves only exact method paths, as grpc-go does: ASP.NET ignores case and a final slash.</summary>
internal static class ExactMethods
{
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
