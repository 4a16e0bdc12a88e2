using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Provider.Hosting.Http2;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// A connection to the socket on which bytes are sent as they are, and the frames of a response are read.
/// </summary>
internal sealed class DriverConnection : IDisposable
{
    private const byte WindowUpdateType = 8;

    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private NetworkStream? stream;

    public static byte[] Preface { get; } = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, FrameHeader.Settings, 0,
        0, 0, 0, 0];

    public static async Task<DriverConnection> OpenAsync(string path)
    {
        var connection = new DriverConnection();
        await connection.socket.ConnectAsync(new UnixDomainSocketEndPoint(path), Patience.Limit);
        connection.stream = new NetworkStream(connection.socket, ownsSocket: true);
        return connection;
    }

    /// <summary>A call of Version whose authority field is given as it is sent.</summary>
    public static byte[] VersionCall(uint stream, byte[] authorityField)
    {
        byte[] block =
        [
            0x83, 0x86, .. authorityField, 0x04, .. Text("/v1alpha1.CSIDriverProvider/Version"), 0x0F, 0x10,
            .. Text("application/grpc"),
            0x00, .. Text("te"), .. Text("trailers"),
        ];
        return [.. Frame(FrameHeader.Headers, FrameHeader.EndHeaders, stream, block),
            .. Frame(FrameHeader.Data, FrameHeader.EndStream, stream, new byte[5])];
    }

    /// <summary>Lets the provider send so many bytes more, on a stream or (0) on the connection.</summary>
    public static byte[] WindowUpdate(uint stream, int bytes)
    {
        var increment = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(increment, bytes);
        return Frame(WindowUpdateType, 0, stream, increment);
    }

    public async Task SendAsync(byte[] bytes) => await stream!.WriteAsync(bytes, Patience.Limit);

    /// <summary>The message that a stream's response holds.</summary>
    public async Task<byte[]> ReceiveAsync(uint id)
    {
        var data = new List<byte>();
        var header = new byte[FrameHeader.Size];
        while (true)
        {
            await stream!.ReadExactlyAsync(header, Patience.Limit);
            var frame = FrameHeader.Read(header);
            var payload = new byte[frame.Length];
            await stream.ReadExactlyAsync(payload, Patience.Limit);
            Assert.False(frame.Type is FrameHeader.Reset or FrameHeader.GoAway,
                $"frame {frame}: {Convert.ToHexString(payload)}");
            data.AddRange(frame.Stream == id && frame.Type == FrameHeader.Data ? payload : []);
            if (frame.Stream == id && frame.Has(FrameHeader.EndStream))
            {
                return [.. data.Skip(5)];
            }
        }
    }

    /// <summary>The settings that the provider begins with, by their numbers (RFC 9113, section 6.5.2).</summary>
    public async Task<Dictionary<int, uint>> SettingsAsync()
    {
        var header = new byte[FrameHeader.Size];
        await stream!.ReadExactlyAsync(header, Patience.Limit);
        var frame = FrameHeader.Read(header);
        Assert.Equal(FrameHeader.Settings, frame.Type);
        var payload = new byte[frame.Length];
        await stream.ReadExactlyAsync(payload, Patience.Limit);
        return payload.Chunk(6).ToDictionary(
            setting => (int)BinaryPrimitives.ReadUInt16BigEndian(setting),
            setting => BinaryPrimitives.ReadUInt32BigEndian(setting.AsSpan(2)));
    }

    /// <summary>Reads on until the provider has closed the connection.</summary>
    public async Task ClosedAsync()
    {
        var rest = new byte[4096];
        try
        {
            while (await stream!.ReadAsync(rest, Patience.Limit) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with bytes of ours unread: also closed.
        }
    }

    public void Dispose()
    {
        stream?.Dispose();
        socket.Dispose();
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Frame(byte type, byte flags, uint stream, byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }
}
