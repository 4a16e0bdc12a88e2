using Microsoft.Net.Http.Headers;

namespace Provider.Hosting.Listening;

/// <summary>Makes responses with metrics in memory, a limited number at once.</summary>
// The exporter waits on a thread of the pool for the readers of its previous response, and a client may send a request
// without reading the response. So it never writes to a connection, and one response too many ends the oldest one.
internal sealed class Scrapes
{
    private const int Most = 8;

    private readonly Lock gate = new();
    private readonly LinkedList<HttpContext> serving = [];

    public async Task ServeAsync(HttpContext context, RequestDelegate export)
    {
        var place = Add(context);
        // The Go provider knows the text format only. OpenMetrics writes le="1.0" where that has le="1", which
        // dashboards select by, and adds a series of creation times to each metric.
        context.Request.Headers.Remove(HeaderNames.Accept);
        try
        {
            var connection = context.Response.Body;
            using var buffer = new MemoryStream();
            context.Response.Body = buffer;
            await export(context);
            context.Response.Body = connection;
            context.Response.ContentLength = buffer.Length;
            buffer.Position = 0;
            await buffer.CopyToAsync(connection, context.RequestAborted);
        }
        finally
        {
            lock (gate)
            {
                place.List?.Remove(place);
            }
        }
    }

    private LinkedListNode<HttpContext> Add(HttpContext context)
    {
        LinkedListNode<HttpContext>? oldest = null;
        LinkedListNode<HttpContext> place;
        lock (gate)
        {
            if (serving.Count == Most)
            {
                oldest = serving.First;
                serving.RemoveFirst();
            }

            place = serving.AddLast(context);
        }

        Abort(oldest?.Value);
        return place;
    }

    private static void Abort(HttpContext? context)
    {
        try
        {
            context?.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It has ended since it was removed from the queue.
        }
    }
}
