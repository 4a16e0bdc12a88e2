using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Provider.Sandbox.Cloud;
using Provider.Tests.EndToEnd;
using Provider.Tests.Parameters;

namespace Provider.Tests.Telemetry;

public sealed partial class TraceTests
{
    private static readonly string One = ValidRequest.Entries("objectName: canary-name\nobjectType: secret");

    [Fact]
    public async Task The_spans_of_a_mount_reach_the_collector_in_one_trace()
    {
        await using var collector = await Collector.StartAsync();
        await using var stage = await StartAsync(collector, "--trace-sample-ratio=1");
        await stage.MountAsync(One);
        await stage.Provider.StopAsync();

        var mount = Assert.Single(collector.Spans, span => span.Name == "mount");
        var children = collector.Spans.Where(span => span.Parent == mount.Id).ToList();
        var calls = collector.Spans.Where(span => span.Tags.ContainsKey("server.address")).ToList();
        Assert.Equal(["content", "parameters", "queue", "token", "vault"], children.Select(span => span.Name).Order());
        Assert.All(collector.Spans, span => Assert.Equal(mount.Trace, span.Trace));
        Assert.Equal("", mount.Parent);
        Assert.Equal("shop", mount.Tags["k8s.namespace.name"]);
        Assert.Equal("app-0", mount.Tags["k8s.pod.name"]);
        Assert.Equal("shop-secrets", mount.Tags["secret_provider_class"]);
        Assert.Equal("first", mount.Tags["phase"]);
        Assert.Equal("0", mount.Tags["rpc.grpc.status_code"]);
        Assert.False(mount.IsError);
        Assert.Contains(calls, call => call.Parent == Id("token") && call.Tags["server.address"] == "127.0.0.1");
        Assert.Contains(
            calls,
            call => call.Parent == Id("vault") && call.Tags["server.address"] == "demo.vault.azure.net"
                && call.Tags["http.response.status_code"] == "200");
        Assert.All(collector.Requests, request => Assert.Equal("POST /v1/traces", request));

        string Id(string name) => Assert.Single(children, span => span.Name == name).Id;
    }

    [Fact]
    public async Task A_failed_mount_reports_its_code_and_never_the_request_or_response()
    {
        await using var collector = await Collector.StartAsync();
        await using var stage = await StartAsync(collector, "--trace-sample-ratio=1");
        stage.Vault.SetSecret("canary-other", "canary-value");
        await stage.MountAsync(ValidRequest.Entries("objectName: canary-other\nobjectType: secret"));
        await stage.FailAsync(ValidRequest.Entries("objectName: canary-gone\nobjectType: secret"));
        stage.Cloud.Faults.Add(
            "vault", new Fault.Respond(403, "{\"error\":{\"code\":\"canary\",\"message\":\"canary\"}}"));
        await stage.FailAsync(One);
        await stage.Provider.StopAsync();

        var failed = collector.Spans.Where(span => span.Name == "mount" && span.IsError)
            .Select(span => span.Tags["error.type"]).ToList();
        Assert.Equal(2, failed.Count);
        Assert.Contains("object-not-found", failed);
        Assert.DoesNotContain("canary", collector.Everything, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_mount_that_is_not_sampled_sends_nothing_and_its_log_line_still_names_a_trace()
    {
        await using var collector = await Collector.StartAsync();
        await using var stage = await StartAsync(collector, "--trace-sample-ratio=0");
        await stage.MountAsync(One);
        await stage.Provider.StopAsync();

        Assert.Empty(collector.Spans);
        Assert.Matches(TraceOfMount(), stage.Provider.Output);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_keeps_no_mount_waiting()
    {
        await using var stage =
            await Stage.StartAsync("binary", "--otlp-endpoint=http://127.0.0.1:9", "--trace-sample-ratio=1");
        stage.Vault.SetSecret("canary-name", "value");

        Assert.Equal("value", (await stage.MountAsync(One)).Files["canary-name"].Text);
        Assert.Equal(0, await stage.Provider.StopAsync());
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("headers without end")]
    public async Task A_collector_that_does_not_respond_keeps_neither_a_mount_nor_the_end_waiting(string kind)
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        using var over = new CancellationTokenSource();
        var responding = kind == "silence" ? Task.CompletedTask : DripAsync(collector, over.Token);
        await using var stage = await Stage.StartAsync(
            "binary", $"--otlp-endpoint=http://{collector.LocalEndpoint}", "--trace-sample-ratio=1");
        stage.Vault.SetSecret("canary-name", "value");

        // More spans than wait for a collector.
        for (var mount = 0; mount < 100; mount++)
        {
            await stage.MountAsync(One);
        }

        // A process that takes longer than 30 s is killed, which is not 0.
        Assert.Equal(0, await stage.Provider.StopAsync());
        await over.CancelAsync();
        await responding;
    }

    [Theory]
    [InlineData("here")]
    [InlineData("binary")]
    public async Task Without_a_collector_no_call_carries_a_trace_to_the_cloud_and_the_log_names_one(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("canary-name", "value");
        await stage.MountAsync(One);
        await stage.Provider.StopAsync();

        Assert.Matches(TraceOfMount(), stage.Provider.Output);
        Assert.NotEmpty(stage.Cloud.Calls.All);
        Assert.All(
            stage.Cloud.Calls.All, call => Assert.DoesNotContain(call.Headers, header => IsOfTraces(header.Key)));
    }

    // Each connection gets one header after the other, so that no response ever ends.
    private static async Task DripAsync(TcpListener collector, CancellationToken over)
    {
        var served = new List<Task>();
        async Task ServeAsync(TcpClient client)
        {
            using (client)
            using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
            {
                try
                {
                    await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), over);
                    while (await timer.WaitForNextTickAsync(over))
                    {
                        await client.GetStream().WriteAsync("a: b\r\n"u8.ToArray(), over);
                    }
                }
                catch (Exception end) when (end is IOException or OperationCanceledException)
                {
                    // The provider has given up, or the test is over.
                }
            }
        }

        while (!over.IsCancellationRequested)
        {
            try
            {
                served.Add(ServeAsync(await collector.AcceptTcpClientAsync(over)));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(served);
    }

    private static bool IsOfTraces(string header) => header.Equals("traceparent", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Request-Id", StringComparison.OrdinalIgnoreCase);

    private static async Task<Stage> StartAsync(Collector collector, params string[] arguments)
    {
        var stage = await Stage.StartAsync("binary", [$"--otlp-endpoint={collector.Address}", .. arguments]);
        stage.Vault.SetSecret("canary-name", "canary-value");
        return stage;
    }

    [GeneratedRegex("\"mounted\" .*trace=\"[0-9a-f]{32}\"")]
    private static partial Regex TraceOfMount();
}
