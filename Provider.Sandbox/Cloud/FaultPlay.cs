namespace Provider.Sandbox.Cloud;

/// <summary>Plays a fault on a connection.</summary>
internal static class FaultPlay
{
    private static readonly byte[] Block = new byte[64 * 1024];

    /// <summary>Plays the fault, if there is one.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="context">The call.</param>
    /// <param name="time">The clock of delays.</param>
    /// <param name="stopped">Ends what would wait for ever.</param>
    /// <returns>Whether the right answer is still to be given.</returns>
    public static async Task<bool> ApplyAsync(this Fault? fault, HttpContext context, TimeProvider time, CancellationToken stopped)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopped);
        switch (fault)
        {
            case null:
                return true;
            case Fault.Delay delay:
                await EndedAsync(Task.Delay(delay.By, time, ended.Token));
                return true;
            case Fault.Answer answer:
                await WriteAsync(answer, context, ended.Token);
                return false;
            case Fault.Abort:
                context.Abort();
                return false;
            case Fault.Hang:
                await EndedAsync(Task.Delay(Timeout.InfiniteTimeSpan, time, ended.Token));
                return false;
            case Fault.Truncate or Fault.Stall:
                context.Response.ContentLength = 1000;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"value\":\"", ended.Token);
                await context.Response.Body.FlushAsync(ended.Token);
                await (fault is Fault.Stall ? EndedAsync(Task.Delay(Timeout.InfiniteTimeSpan, time, ended.Token)) : Task.CompletedTask);
                context.Abort();
                return false;
            case Fault.Huge huge:
                await WriteAsync(huge, context, ended.Token);
                return false;
            default:
                throw new InvalidOperationException($"Nobody plays {fault}.");
        }
    }

    private static async Task WriteAsync(Fault.Answer answer, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers ?? [])
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(answer.Body, cancellationToken);
    }

    private static async Task WriteAsync(Fault.Huge huge, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/json";
        try
        {
            for (var left = huge.Bytes; left > 0; left -= Block.Length)
            {
                await context.Response.Body.WriteAsync(Block.AsMemory(0, (int)Math.Min(left, Block.Length)), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has had enough.
        }
    }

    private static async Task EndedAsync(Task wait)
    {
        try
        {
            await wait;
        }
        catch (OperationCanceledException)
        {
            // The caller has left, or the stand-in stops.
        }
    }
}
