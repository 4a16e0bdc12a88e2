namespace Provider.Hosting;

/// <summary>Ends a call when the driver has read its response: until then the mount takes up its room.</summary>
// Kestrel ends an HTTP/2 request once the response is in its own buffer, and gRPC does not flush a single message. A
// flush waits until all but the last 64 KiB are read, or the driver is gone.
internal static class ReadResponses
{
    public static async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        // A refusal has no body, and a flush would part its status from its headers.
        if (context.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 } writer)
        {
            await writer.FlushAsync(CancellationToken.None);
        }
    }
}
