namespace Provider.Sandbox.Cloud.Network;

/// <summary>Handles a call: reads it, logs it, applies faults, and returns the service's response.</summary>
internal sealed class CallHandler(
    IReadOnlyList<ICloudService> services, CallLog log, FaultRules faults, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RespondAsync(context, context.RequestAborted);
        }
        catch (Exception end)
            when (context.RequestAborted.IsCancellationRequested && end is OperationCanceledException or IOException)
        {
            // The caller closed the connection, or the cloud is stopping: no caller waits for a response.
        }
    }

    private async Task RespondAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var service = services.FirstOrDefault(candidate => candidate.IsKnown(context.Request.Host.Host));
        if (service is null)
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return;
        }

        var call = log.Begin(await CallReader.ReadAsync(service.Name, context));
        try
        {
            await RespondAsync(context, service, call, cancellationToken);
        }
        finally
        {
            log.Complete(call, status: 0);
        }
    }

    private async Task RespondAsync(
        HttpContext context, ICloudService service, RecordedCall call, CancellationToken cancellationToken)
    {
        switch (await MeetDelaysAsync(faults.Take(call), cancellationToken))
        {
            case Fault.Abort:
                context.Abort();
                break;
            case Fault.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case Fault.Respond response:
                await WriteAsync(context, call, Replacement(response), null, cancellationToken);
                break;
            case Fault.Huge huge:
                await WriteAsync(
                    context, call, new(200, "application/json; charset=utf-8", default), huge, cancellationToken);
                break;
            case var fault:
                await WriteAsync(context, call, service.Respond(call), fault, cancellationToken);
                break;
        }
    }

    private async Task<Fault?> MeetDelaysAsync(IReadOnlyList<Fault> taken, CancellationToken cancellationToken)
    {
        foreach (var delay in taken.OfType<Fault.Delay>())
        {
            await Task.Delay(delay.By, time, cancellationToken);
        }

        return taken.LastOrDefault(fault => fault is not Fault.Delay);
    }

    private async Task WriteAsync(
        HttpContext context, RecordedCall call, CloudResponse response, Fault? fault,
        CancellationToken cancellationToken)
    {
        log.Complete(call, response.Status);
        await new ResponseWriter(context, time).WriteAsync(response, fault, cancellationToken);
    }

    private static CloudResponse Replacement(Fault.Respond response) =>
        new(response.Status, response.ContentType, System.Text.Encoding.UTF8.GetBytes(response.Body))
        {
            Headers = [.. response.Headers ?? []],
        };
}
