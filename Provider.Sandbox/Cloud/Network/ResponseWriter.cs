namespace Provider.Sandbox.Cloud.Network;

/// <summary>Sends a response, complete or as a fault requires.</summary>
internal sealed class ResponseWriter(HttpContext context, TimeProvider time)
{
    private HttpResponse Response => context.Response;

    public async Task WriteAsync(CloudResponse response, Fault? fault, CancellationToken cancellationToken)
    {
        Response.StatusCode = response.Status;
        if (response.ContentType.Length > 0)
        {
            Response.ContentType = response.ContentType;
        }

        foreach (var (name, value) in response.Headers)
        {
            Response.Headers.Append(name, value);
        }

        await (fault switch
        {
            Fault.Truncate(var bytes) => BeginAsync(response.Body, bytes, cancellationToken),
            Fault.Stall(var bytes) => StallAsync(response.Body, bytes, cancellationToken),
            Fault.Drip(var bytesAtATime, var pause) => DripAsync(response.Body, bytesAtATime, pause, cancellationToken),
            Fault.Huge(var bytes) => InflateAsync(bytes, cancellationToken),
            _ => WholeAsync(response.Body, cancellationToken),
        });
    }

    private async Task WholeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Response.ContentLength = body.Length;
        await Response.Body.WriteAsync(body, cancellationToken);
    }

    // The server detects the missing bytes and closes the connection after those that were sent; aborting it could lose
    // them.
    private async Task BeginAsync(ReadOnlyMemory<byte> body, int bytes, CancellationToken cancellationToken)
    {
        Response.ContentLength = body.Length;
        await Response.Body.WriteAsync(body[..Math.Min(bytes, body.Length - 1)], cancellationToken);
        await Response.Body.FlushAsync(cancellationToken);
    }

    private async Task StallAsync(ReadOnlyMemory<byte> body, int bytes, CancellationToken cancellationToken)
    {
        await BeginAsync(body, bytes, cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private async Task DripAsync(
        ReadOnlyMemory<byte> body, int bytesAtATime, TimeSpan pause, CancellationToken cancellationToken)
    {
        Response.ContentLength = body.Length;
        await Response.StartAsync(cancellationToken);
        for (var sent = 0; sent < body.Length; sent += bytesAtATime)
        {
            await Task.Delay(pause, time, cancellationToken);
            await Response.Body.WriteAsync(body[sent..Math.Min(sent + bytesAtATime, body.Length)], cancellationToken);
            await Response.Body.FlushAsync(cancellationToken);
        }
    }

    // One very long JSON string: a streaming parser finds no place to stop.
    private async Task InflateAsync(long bytes, CancellationToken cancellationToken)
    {
        Response.ContentLength = null;
        await Response.Body.WriteAsync("{\"value\":\""u8.ToArray(), cancellationToken);
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)'x');
        for (var left = bytes; left > 0; left -= block.Length)
        {
            await Response.Body.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), cancellationToken);
        }

        await Response.Body.WriteAsync("\"}"u8.ToArray(), cancellationToken);
    }
}
