using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Provider.Mounting;
using Provider.Protocol;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Hosting;

/// <summary>Mount requests that cannot be read: each ends in a final status, which says what is wrong.</summary>
public sealed class UnreadableRequestTests
{
    private const int PrefixLength = 5;

    private static readonly byte[] Request = Message(new MountRequest { TargetPath = "/target" }.ToByteArray());

    public static TheoryData<string, byte[], StatusCode, string> Unreadable => new()
    {
        { "no message", [], StatusCode.InvalidArgument, "the request ends before its message does" },
        { "half a prefix", Request[..3], StatusCode.InvalidArgument, "the request ends before its message does" },
        { "half a message", Request[..^1], StatusCode.InvalidArgument, "the request ends before its message does" },
        { "compressed", [1, .. Request[1..]], StatusCode.InvalidArgument, "the request is compressed" },
        { "too long", [0, 1, 0, 0, 1], StatusCode.InvalidArgument, "has 16777217 bytes, more than 16777216" },
        { "longer than any", [0, 255, 255, 255, 255], StatusCode.InvalidArgument, "bytes, more than 16777216" },
        { "two messages", [.. Request, .. Request], StatusCode.Internal, "Additional data" },
        { "no protobuf", Message([255, 255, 255]), StatusCode.Unknown, "Exception was thrown by handler" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_mount_that_cannot_be_read_ends_in_a_final_status(
        string what, byte[] body, StatusCode status, string detail)
    {
        _ = what;
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        using var response = await PostAsync(stage, GrpcMethods.Mount, body);

        var (code, message) = StatusOf(response);
        Assert.Equal(status, code);
        Assert.Contains(detail, message, StringComparison.Ordinal);
    }

    private static byte[] Message(byte[] content)
    {
        var message = new byte[PrefixLength + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), content.Length);
        content.CopyTo(message, PrefixLength);
        return message;
    }

    // Without a message the status is in the headers.
    private static (StatusCode Code, string Detail) StatusOf(HttpResponseMessage response) => (
        (StatusCode)int.Parse(Assert.Single(response.Headers.GetValues("grpc-status")), null),
        Uri.UnescapeDataString(Assert.Single(response.Headers.GetValues("grpc-message"))));

    private static async Task<HttpResponseMessage> PostAsync(
        Stage stage, string method, byte[] body)
    {
        using var client = Client(stage);
        using var request = Post(method);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        return await client.SendAsync(request, Patience.Limit);
    }

    private static HttpRequestMessage Post(string path) => new(HttpMethod.Post, "http://localhost" + path)
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static HttpClient Client(Stage stage) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(stage.Provider.SocketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
