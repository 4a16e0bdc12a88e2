using System.Buffers.Binary;
using System.Net.Sockets;
using Google.Protobuf;
using Provider.Hosting.Http2;
using Provider.Protocol;

namespace Provider.Hosting;

/// <summary>Calls Version on a new connection to a socket's path, as a driver that has just started does.</summary>
// One connection a probe: an old one keeps working after the socket's file is gone. The frames are written here because
// System.Net.Http.SocketsHttpHandler obeys settings of the whole process, HTTP/2 off among them.
internal static class SocketProbe
{
    private const int Stream = 1;
    private const int LargestFrame = 16 * 1024;
    private const int MessagePrefix = 5;

    private static readonly byte[] Request = MakeRequest();

    /// <summary>Returns when the socket's owner has returned a version.</summary>
    /// <exception cref="SocketException">
    /// No connection: the path is missing, or not a socket that anyone listens on.
    /// </exception>
    /// <exception cref="IOException">The response is not one of Version.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public static async Task CallVersionAsync(string socketPath, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Request, cancellationToken);
        if (Parse(await ReadDataAsync(stream, cancellationToken)).Version.Length == 0)
        {
            throw new IOException("the response to Version has no version");
        }
    }

    // The payload of the first DATA frame, which holds the whole response: it is far smaller than a frame.
    private static async Task<byte[]> ReadDataAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var header = new byte[FrameHeader.Size];
        while (true)
        {
            await stream.ReadExactlyAsync(header, cancellationToken);
            var frame = FrameHeader.Read(header);
            if (frame.Length > LargestFrame)
            {
                throw new IOException("the response is not HTTP/2");
            }

            var payload = new byte[frame.Length];
            await stream.ReadExactlyAsync(payload, cancellationToken);
            if (frame is { Stream: Stream, Type: FrameHeader.Data, Length: > MessagePrefix })
            {
                return payload;
            }

            if (frame.Type is FrameHeader.Reset or FrameHeader.GoAway
                || (frame.Type == FrameHeader.Headers && frame.Has(FrameHeader.EndStream)))
            {
                throw new IOException("the call of Version was refused");
            }
        }
    }

    private static VersionResponse Parse(byte[] data)
    {
        try
        {
            return VersionResponse.Parser.ParseFrom(data, MessagePrefix, data.Length - MessagePrefix);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new IOException("the response to Version cannot be read", error);
        }
    }

    private static byte[] MakeRequest()
    {
        var message = new VersionRequest { Version = "v1alpha1" }.ToByteArray();
        byte[] headers =
        [
            0x83, 0x86, // :method POST, :scheme http (RFC 7541, appendix A)
            .. Field(4, "/v1alpha1.CSIDriverProvider/Version"), // :path
            .. Field(1, "localhost"), // :authority
            .. Field(31, "application/grpc"), // content-type
            0, .. Text("te"), .. Text("trailers"),
        ];
        var prefix = new byte[MessagePrefix];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
        return
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            .. Frame(FrameHeader.Settings, 0, 0, []),
            .. Frame(FrameHeader.Headers, FrameHeader.EndHeaders, Stream, headers),
            .. Frame(FrameHeader.Data, FrameHeader.EndStream, Stream, [.. prefix, .. message]),
        ];
    }

    // A literal field without indexing, its name from the static table; indexes above 14 take a second byte.
    private static byte[] Field(byte index, string value) =>
        index < 15 ? [index, .. Text(value)] : [15, (byte)(index - 15), .. Text(value)];

    private static byte[] Text(string text) => [(byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text)];

    private static byte[] Frame(byte type, byte flags, uint stream, byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }
}
