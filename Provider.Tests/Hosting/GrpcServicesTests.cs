using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Provider.Hosting;
using Provider.Mounting;
using Provider.Protocol;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Hosting;

/// <summary>Requests on the socket: one message is served, anything else ends in a final status.</summary>
public sealed class GrpcServicesTests
{
    private static readonly byte[] Version = Message(new VersionRequest { Version = "v1alpha1" }.ToByteArray());

    [Fact]
    public async Task A_call_gets_one_message_and_its_status_in_the_trailers()
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        using var response = await PostAsync(stage, GrpcMethods.Version, Version);
        var body = await response.Content.ReadAsByteArrayAsync(Patience.Limit);

        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, body[0]);
        Assert.Equal(body.Length - 5, BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)));
        Assert.Equal("v1alpha1", VersionResponse.Parser.ParseFrom(body[5..]).Version);
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    public static TheoryData<string, byte[], StatusCode, string> Unreadable => new()
    {
        { "no message", [], StatusCode.Internal, "ends before its message does" },
        { "half a prefix", Version[..3], StatusCode.Internal, "ends before its message does" },
        { "half a message", Version[..^1], StatusCode.Internal, "ends before its message does" },
        { "two messages", [.. Version, .. Version], StatusCode.Internal, "more than one message" },
        { "no protobuf", Message([255, 255, 255]), StatusCode.Internal, "not a message of this method" },
        { "compressed", [1, .. Version[1..]], StatusCode.Unimplemented, "compressed messages are not supported" },
        { "too long", [0, 1, 0, 0, 1], StatusCode.FailedPrecondition, "at most 16777216 are read" },
        { "longer than any", [0, 255, 255, 255, 255], StatusCode.FailedPrecondition, "at most 16777216 are read" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_request_that_cannot_be_read_ends_in_a_status(
        string what, byte[] body, StatusCode status, string detail)
    {
        _ = what;
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        using var response = await PostAsync(stage, GrpcMethods.Version, body);

        var (code, message) = StatusOf(response);
        Assert.Equal(status, code);
        Assert.Contains(detail, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no message")]
    [InlineData("half a message")]
    [InlineData("two messages")]
    [InlineData("no protobuf")]
    public async Task A_mount_that_cannot_be_read_ends_in_a_final_status(string what)
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        var row = Unreadable.Select(row => row.Data).Single(row => row.Item1 == what);
        using var response = await PostAsync(stage, GrpcMethods.Mount, row.Item2);

        Assert.Equal(StatusCode.Internal, StatusOf(response).Code);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    public async Task The_content_type_is_that_of_gRPC(string type, HttpStatusCode status)
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        using var response = await PostAsync(stage, GrpcMethods.Version, Version, type);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_call_is_a_POST_request()
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        using var client = Client(stage);
        using var request = Request(HttpMethod.Get, GrpcMethods.Version);
        using var response = await client.SendAsync(request, Patience.Limit);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    private static byte[] Message(byte[] content)
    {
        var message = new byte[GrpcMessages.PrefixLength + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), content.Length);
        content.CopyTo(message, GrpcMessages.PrefixLength);
        return message;
    }

    // Without a message the status is in the headers.
    private static (StatusCode Code, string Detail) StatusOf(HttpResponseMessage response) => (
        (StatusCode)int.Parse(Assert.Single(response.Headers.GetValues("grpc-status")), null),
        Uri.UnescapeDataString(Assert.Single(response.Headers.GetValues("grpc-message"))));

    private static async Task<HttpResponseMessage> PostAsync(
        Stage stage, string method, byte[] body, string type = "application/grpc")
    {
        using var client = Client(stage);
        using var request = Request(HttpMethod.Post, method);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await client.SendAsync(request, Patience.Limit);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path) => new(method, "http://localhost" + path)
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
