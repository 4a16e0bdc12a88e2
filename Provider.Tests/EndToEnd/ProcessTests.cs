using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>The process: its start, its listeners, its end.</summary>
public sealed class ProcessTests
{
    private static readonly string OneSecret = ValidRequest.Entries("objectName: one\nobjectType: secret");

    public static TheoryData<string> Both => Stage.Both;

    private static CancellationToken Limit => Patience.Limit;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Version_shows_the_protocol_and_the_go_providers_name(string kind)
    {
        await using var stage = await Stage.StartWithoutNmiAsync(kind);

        var version = await stage.Driver.VersionAsync(Limit);

        Assert.Equal(("v1alpha1", "secrets-store-csi-driver-provider-azure"), (version.Version, version.RuntimeName));
        Assert.Matches(@"^\d+\.\d+\.\d+", version.RuntimeVersion);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Health_and_metrics_respond_on_their_own_ports_and_nothing_else_does(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "1");
        await stage.MountAsync(OneSecret);
        await stage.FailAsync("array: []");
        using var http = new HttpClient();

        Assert.Equal("ok", await http.GetStringAsync($"http://127.0.0.1:{stage.Provider.HealthzPort}/healthz", Limit));
        var metrics = await http.GetStringAsync($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Limit);
        // The exporter in this process also counts what the providers of other tests do.
        var count = kind == "binary" ? " 1" : " ";
        const string Common = "os_type=\"linux\",provider=\"azure\",service_name=\"csi-secrets-store-provider-azure\"}";
        Assert.All(
            [
                "keyvault_request_count{error=\"\",object_type=\"secret\"," + Common + count,
                "grpc_request_count{error=\"\",grpc_code=\"OK\",grpc_method=\"/v1alpha1.CSIDriverProvider/Mount\","
                    + Common + count,
                "grpc_method=\"/v1alpha1.CSIDriverProvider/Version\"",
                "error=\"objects-malformed\",grpc_code=\"InvalidArgument\"",
            ],
            part => Assert.Contains(part, Sorted(metrics), StringComparison.Ordinal));
        Assert.All(
            metrics.Split('\n').Where(line => line.Length > 0 && line[0] != '#'),
            line => Assert.Contains(
                "service_name=\"csi-secrets-store-provider-azure\"", line, StringComparison.Ordinal));
        await AssertNothingIsThereAsync(
            stage.Provider.HealthzPort, "/", "/metrics", "/v1alpha1.CSIDriverProvider/Mount");
        await AssertNothingIsThereAsync(
            stage.Provider.MetricsPort, "/", "/Metrics", "/metrics/", "/debug/pprof/",
            "/v1alpha1.CSIDriverProvider/Mount");
    }

    [Theory]
    [InlineData("")]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1")]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8")]
    [InlineData("text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6")]
    [InlineData("application/json")]
    public async Task Metrics_have_the_text_format_whatever_the_scraper_accepts(string accept)
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        await stage.Driver.VersionAsync(Limit);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        var response = await http.GetAsync($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Limit);

        var metrics = await response.Content.ReadAsStringAsync(Limit);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", $"{response.Content.Headers.ContentType}");
        Assert.Contains("le=\"1\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("le=\"1.0\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("_created", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("# EOF", metrics, StringComparison.Ordinal);
        Assert.Contains(
            "\ntarget_info{service_name=\"csi-secrets-store-provider-azure\"} 1\n", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_standard_health_service_reports_every_service_as_serving(string kind)
    {
        await using var stage = await Stage.StartWithoutNmiAsync(kind);
        using var channel = Channel(stage.Provider.SocketPath);
        var client = new Health.HealthClient(channel);

        foreach (var service in new[] { "", "v1alpha1.CSIDriverProvider", "whatever" })
        {
            var health =
                await client.CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Limit);
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        }

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Limit);
        Assert.Contains("grpc_method=\"/grpc.health.v1.Health/Check\"", metrics, StringComparison.Ordinal);
        Assert.EndsWith(
            "} 3", Assert.Single(Sorted(metrics).Split('\n'),
                line => line.Contains("Health/Check", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_of_the_health_service_does_not_hold_up_the_end()
    {
        await using var stage = await Stage.StartWithoutNmiAsync("binary");
        using var channel = Channel(stage.Provider.SocketPath);
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest(), cancellationToken: Limit);
        Assert.True(await watch.ResponseStream.MoveNext(Limit));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);

        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await stage.Provider.StopAsync());

        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("v1alpha1.CSIDriverProvider", "mount")]
    [InlineData("v1alpha1.CSIDriverProvider", "Mount/")]
    [InlineData("v1alpha1.csidriverprovider", "Mount")]
    [InlineData("v1alpha1.CSIDriverProvider", "version")]
    [InlineData("V1alpha1.CSIDriverProvider", "Version")]
    [InlineData("v1alpha1.CSIDriverProvider", "Version/")]
    [InlineData("v1alpha1.CSIDriverProvider", "Unmount")]
    [InlineData("grpc.health.v1.Health", "check")]
    [InlineData("grpc.health.v1.Health", "List")]
    [InlineData("other.Service", "Mount")]
    public async Task A_method_of_another_spelling_is_unimplemented(string service, string method)
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here");
        using var channel = Channel(stage.Provider.SocketPath);
        var bytes = Marshallers.Create<byte[]>(message => message, message => message);
        var call = new Method<byte[], byte[]>(MethodType.Unary, service, method, bytes, bytes);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await channel.CreateCallInvoker()
                .AsyncUnaryCall(call, null, new CallOptions(cancellationToken: Limit), []));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("\0\u0001\u0002 garbage")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0ÿÿ")]
    public async Task Whatever_else_is_sent_to_the_socket_does_no_harm(string bytes)
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(stage.Provider.SocketPath), Limit);
        await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), Limit);
        socket.Shutdown(SocketShutdown.Send);
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, Limit) > 0)
        {
            // Whatever the server says, it ends the connection.
        }

        Assert.Equal("1", (await stage.MountAsync(OneSecret)).Files["one"].Text);
    }

    private static async Task AssertNothingIsThereAsync(int port, params string[] paths)
    {
        using var http = new HttpClient();
        foreach (var path in paths)
        {
            var address = $"http://127.0.0.1:{port}{path}";
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(address, Limit)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync(address, null, Limit)).StatusCode);
        }
    }

    // A line's labels come in no order that anybody promises.
    private static string Sorted(string metrics) =>
        string.Join('\n', metrics.Split('\n').Where(line => line.Contains("_count{", StringComparison.Ordinal))
            .Select(line =>
        {
            var (open, close) =
                (line.IndexOf('{', StringComparison.Ordinal) + 1, line.IndexOf('}', StringComparison.Ordinal));
            return line[..open] + string.Join(',', line[open..close].Split(',').Order(StringComparer.Ordinal))
                + line[close..];
        }));

    internal static GrpcChannel Channel(string path) =>
        GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
        DisposeHttpClient = true,
    });
}
