using System.Net.Sockets;

namespace Provider.Hosting;

/// <summary>Reports healthy if a driver that connects now would be served.</summary>
internal sealed class HealthzEndpoint(string socketPath, TimeSpan timeout)
{
    // Longer timeouts are limited to a day: a timer accepts neither very long nor negative times.
    private readonly TimeSpan limit = TimeSpan.FromTicks(Math.Clamp(timeout.Ticks, 0, TimeSpan.TicksPerDay));

    /// <summary>Writes 200 <c>ok</c>, or 503 with the reason.</summary>
    public async Task RespondAsync(HttpContext context)
    {
        var problem = await ProbeAsync(context.RequestAborted);
        context.Response.StatusCode = problem is null
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(problem ?? "ok", context.RequestAborted);
    }

    private async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(limit);
        try
        {
            await SocketProbe.CallVersionAsync(socketPath, ended.Token);
            return null;
        }
        catch (SocketException error)
        {
            return $"cannot connect to {socketPath}: {error.Message}";
        }
        catch (IOException error)
        {
            return $"{socketPath} did not respond to Version: {error.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{socketPath} did not respond to Version within {limit.TotalSeconds} s";
        }
    }
}
