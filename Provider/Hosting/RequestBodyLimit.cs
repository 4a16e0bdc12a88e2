using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Provider.Model;
using Provider.Mounting;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>Reads a mount request's body only when there is memory for it: gRPC reads a message as a whole.</summary>
internal sealed partial class RequestBodyLimit(
    RequestBodies bodies, ProviderMetrics metrics, TimeProvider time, ILogger<RequestBodyLimit> logger,
    CancellationToken drainEnds)
{
    /// <summary>Forwards a request once it may be read; a refusal is a response with headers only.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value != GrpcMethods.Mount)
        {
            await next(context);
            return;
        }

        var began = time.GetTimestamp();
        try
        {
            using var body = await EnterAsync(context, began);
            context.Features.Set(body);
            await next(context);
        }
        catch (OperationCanceledException canceled) when (
            drainEnds.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            Refuse(context, began, MountFailures.Stopping(canceled));
        }
        catch (MountException refused)
        {
            Refuse(context, began, refused);
        }
    }

    private void Refuse(HttpContext context, long began, MountException refused)
    {
        metrics.GrpcCall(GrpcMethods.Mount, refused.Code, time.GetElapsedTime(began));
        // What is remounted is in the text that was not read.
        metrics.Mounts.Ended(isRemount: false, refused.Code);
        LogRefused(refused.Code, refused.Message);
        GrpcMessages.End(context.Response, new Status((StatusCode)refused.Code.Status, refused.Message));
    }

    // The wait is a part of the time that the mount has.
    private async Task<RequestBody> EnterAsync(HttpContext context, long began)
    {
        var now = time.GetUtcNow();
        var deadline = CallerTimeout.Of(context.Request) is { } timeout && timeout < DateTime.MaxValue - now.UtcDateTime
            ? now.UtcDateTime + timeout
            : DateTime.MaxValue;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, drainEnds);
        var size = await SizeAsync(context.Request.BodyReader, ended.Token);
        var body = await bodies.EnterAsync(
            size, MountDeadline.Allowed(deadline, time.GetUtcNow()), ended.Token);
        CallerTimeout.Shorten(context.Request, time.GetElapsedTime(began));
        return body;
    }

    // Zero for a body that ends early, which gRPC refuses. Nothing is consumed.
    private static async Task<uint> SizeAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length >= GrpcMessages.PrefixLength || read.IsCompleted)
            {
                var size = Size(read.Buffer);
                reader.AdvanceTo(read.Buffer.Start);
                return size;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static uint Size(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < GrpcMessages.PrefixLength)
        {
            return 0;
        }

        Span<byte> prefix = stackalloc byte[GrpcMessages.PrefixLength];
        buffer.Slice(0, GrpcMessages.PrefixLength).CopyTo(prefix);
        return BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }

    [LoggerMessage(111, LogLevel.Error, "mount refused before its request was read")]
    private partial void LogRefused(ErrorCode code, string error);
}
