using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Provider.Model;
using Provider.Mounting;

namespace Provider.Hosting;

/// <summary>Reads a mount request's body only when there is memory for it: gRPC reads a message as a whole.</summary>
internal sealed partial class RequestBodyLimit(RequestBodies bodies, ILogger<RequestBodyLimit> logger)
{
    // A flag of compression and four bytes of length (gRPC over HTTP/2, "Length-Prefixed-Message").
    private const int PrefixLength = 5;

    /// <summary>Passes a request on once it may be read; a refusal is a response of headers only.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value != GrpcMethods.Mount)
        {
            await next(context);
            return;
        }

        try
        {
            using var body = await bodies.EnterAsync(await SizeAsync(context), context.RequestAborted);
            context.Features.Set(body);
            await next(context);
        }
        catch (MountException refused)
        {
            LogRefused(refused.Code, refused.Message);
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = ((int)refused.Code.Status).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(refused.Message);
        }
    }

    // Zero for a body that ends early, which gRPC refuses. Nothing is consumed.
    private static async Task<uint> SizeAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length >= PrefixLength || read.IsCompleted)
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
        if (buffer.Length < PrefixLength)
        {
            return 0;
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        return BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }

    [LoggerMessage(111, LogLevel.Error, "mount refused before its request was read")]
    private partial void LogRefused(ErrorCode code, string error);
}
