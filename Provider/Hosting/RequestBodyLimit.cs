using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using Provider.Model;
using Provider.Mounting;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>Reads a mount request's body only when there is memory for it: gRPC reads a message as a whole.</summary>
internal sealed partial class RequestBodyLimit(
    RequestBodies bodies, ProviderMetrics metrics, TimeProvider time, ILogger<RequestBodyLimit> logger,
    CancellationToken drainEnds)
{
    /// <summary>Bytes of the longest request that is read. Above it gRPC's status would not be a final one.</summary>
    public const int Longest = 16 * 1024 * 1024;

    // A flag of compression and four bytes of length (gRPC over HTTP/2, "Length-Prefixed-Message").
    private const int PrefixLength = 5;

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
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)refused.Code.Status).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(refused.Message);
    }

    // The wait is a part of the time that the mount has.
    private async Task<RequestBody> EnterAsync(HttpContext context, long began)
    {
        var deadline = Deadline(context.Request);
        using var late = new CancellationTokenSource(MountDeadline.Allowed(deadline, time.GetUtcNow()), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, drainEnds);
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, late.Token);
        RequestBody? body = null;
        try
        {
            var reader = context.Request.BodyReader;
            var size = Size(await ReadAsync(reader, PrefixLength, Prefix, inTime.Token));
            body = await bodies.EnterAsync(size, MountDeadline.Allowed(deadline, time.GetUtcNow()), ended.Token);
            await ReadAsync(reader, PrefixLength + (long)size, _ => true, inTime.Token);
            CallerTimeout.Shorten(context.Request, time.GetElapsedTime(began));
            return body;
        }
        catch (Exception failure)
        {
            body?.Dispose();
            if (failure is OperationCanceledException && !ended.IsCancellationRequested)
            {
                throw Malformed("the request did not arrive in time");
            }

            throw;
        }
    }

    private DateTime Deadline(HttpRequest request)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return CallerTimeout.Of(request) is { } timeout && timeout < DateTime.MaxValue - now
            ? now + timeout
            : DateTime.MaxValue;
    }

    // Waits until so many bytes are there and consumes none: what is left to gRPC is a whole message.
    private static async Task<T> ReadAsync<T>(
        PipeReader reader, long length, Func<ReadOnlySequence<byte>, T> make, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length >= length)
            {
                var made = make(read.Buffer);
                reader.AdvanceTo(read.Buffer.Start);
                return made;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                throw Malformed("the request ends before its message does");
            }
        }
    }

    private static (bool IsCompressed, uint Size) Prefix(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        return (prefix[0] != 0, BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
    }

    private static uint Size((bool IsCompressed, uint Size) prefix) =>
        prefix.IsCompressed ? throw Malformed("the request is compressed")
        : prefix.Size > Longest ? throw Malformed($"the request has {prefix.Size} bytes, more than {Longest}")
        : prefix.Size;

    private static MountException Malformed(string what) => new(ErrorCodes.RequestMalformed, what);

    [LoggerMessage(111, LogLevel.Error, "mount refused before its request was read")]
    private partial void LogRefused(ErrorCode code, string error);
}
