using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;

namespace Provider.Hosting;

/// <summary>Reads and writes what gRPC puts into HTTP/2: messages with a prefix, and a status at the end.</summary>
// Messages are not compressed: the driver does not ask for it, and a compressed one would have any size.
internal static class GrpcMessages
{
    public const string ContentType = "application/grpc";

    /// <summary>Bytes of a message's prefix: a flag of compression, and the length in four bytes.</summary>
    public const int PrefixLength = 5;

    /// <summary>Bytes of the longest message that is read.</summary>
    public const int Longest = 16 * 1024 * 1024;

    /// <summary>Reads the only message of a request.</summary>
    /// <exception cref="RpcException">There is not exactly one, or it cannot be read.</exception>
    public static async Task<T> ReadAsync<T>(
        PipeReader reader, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (Message(read) is { } message)
            {
                var parsed = Parse(parser, message);
                reader.AdvanceTo(read.Buffer.End);
                return parsed;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Writes a message; returns when all but the last 64 KiB are read, or the caller has gone.</summary>
    // Kestrel ends an HTTP/2 request once the response is in its own buffer. A mount takes up its room until the
    // driver has read its files, so the flush is waited for.
    public static async Task WriteAsync(HttpResponse response, IMessage message)
    {
        response.ContentType = ContentType;
        await response.StartAsync();
        var size = message.CalculateSize();
        WritePrefix(response.BodyWriter, size);
        message.WriteTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    /// <summary>Ends a response: the status is in the trailers, or in the headers if nothing else is.</summary>
    public static void End(HttpResponse response, Status status)
    {
        var code = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (response.HasStarted)
        {
            response.AppendTrailer("grpc-status", code);
            return;
        }

        response.ContentType = ContentType;
        response.Headers["grpc-status"] = code;
        response.Headers["grpc-message"] = Uri.EscapeDataString(status.Detail);
    }

    // Null while there is more to come.
    private static ReadOnlySequence<byte>? Message(ReadResult read)
    {
        if (read.Buffer.Length >= PrefixLength)
        {
            var (isCompressed, length) = Prefix(read.Buffer);
            var status = isCompressed ? new Status(StatusCode.Unimplemented, "compressed messages are not supported")
                : length > Longest
                    ? new Status(
                        StatusCode.FailedPrecondition,
                        $"the request has {length} bytes, and at most {Longest} are read")
                : read.Buffer.Length > PrefixLength + length
                    ? new Status(StatusCode.Internal, "the request has more than one message")
                : Status.DefaultSuccess;
            if (status.StatusCode != StatusCode.OK)
            {
                throw new RpcException(status);
            }

            if (read.IsCompleted && read.Buffer.Length == PrefixLength + length)
            {
                return read.Buffer.Slice(PrefixLength);
            }
        }

        return read.IsCompleted
            ? throw new RpcException(new Status(StatusCode.Internal, "the request ends before its message does"))
            : null;
    }

    private static (bool IsCompressed, uint Length) Prefix(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        return (prefix[0] != 0, BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> message)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "the request is not a message of this method"));
        }
    }

    private static void WritePrefix(PipeWriter writer, int size)
    {
        var prefix = writer.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], size);
        writer.Advance(PrefixLength);
    }
}
