namespace Provider.Sandbox.Cloud.Network;

/// <summary>One call's way through the cloud: read, log, meet its faults, be answered by the service.</summary>
internal sealed class CallHandler(IReadOnlyList<ICloudService> services, CallLog log, FaultRules faults, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context, context.RequestAborted);
        }
        catch (Exception end) when (context.RequestAborted.IsCancellationRequested && end is OperationCanceledException or IOException)
        {
            // The caller hung up, or the cloud is being stopped: nobody waits for an answer any more.
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
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
            await AnswerAsync(context, service, call, cancellationToken);
        }
        finally
        {
            log.Complete(call, status: 0);
        }
    }

    private async Task AnswerAsync(HttpContext context, ICloudService service, RecordedCall call, CancellationToken cancellationToken)
    {
        switch (await MeetDelaysAsync(faults.Take(call), cancellationToken))
        {
            case Fault.Abort:
                context.Abort();
                break;
            case Fault.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case Fault.Answer answer:
                await WriteAsync(context, call, Replacement(answer), null, cancellationToken);
                break;
            case Fault.Huge huge:
                await WriteAsync(context, call, new(200, "application/json; charset=utf-8", default), huge, cancellationToken);
                break;
            case var fault:
                await WriteAsync(context, call, service.Answer(call), fault, cancellationToken);
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
        HttpContext context, RecordedCall call, CloudAnswer answer, Fault? fault, CancellationToken cancellationToken)
    {
        log.Complete(call, answer.Status);
        await new AnswerWriter(context, time).WriteAsync(answer, fault, cancellationToken);
    }

    private static CloudAnswer Replacement(Fault.Answer answer) =>
        new(answer.Status, answer.ContentType, System.Text.Encoding.UTF8.GetBytes(answer.Body)) { Headers = [.. answer.Headers ?? []] };
}
