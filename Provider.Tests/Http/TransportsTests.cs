using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Http.Failures;
using Provider.Model;

namespace Provider.Tests.Http;

public sealed class TransportsTests
{
    [Fact]
    public void The_nodes_own_endpoints_are_never_asked_through_a_proxy()
    {
        using var node = Transports.NodeHandler();
        using var cloud = Transports.CloudHandler();

        Assert.False(node.UseProxy);
        Assert.True(cloud.UseProxy);
    }

    [Theory]
    [InlineData(true, 301)]
    [InlineData(true, 302)]
    [InlineData(true, 307)]
    [InlineData(false, 302)]
    [InlineData(false, 308)]
    public async Task No_redirect_is_followed_and_no_cookie_stored(bool node, int status)
    {
        var paths = new List<string>();
        await using var server = await Serve(context =>
        {
            lock (paths)
            {
                paths.Add($"{context.Request.Path} {context.Request.Headers.Cookie}");
            }

            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            context.Response.Headers.SetCookie = "a=b";
            return Task.CompletedTask;
        });
        using var transports = Transports.FromEnvironment();

        Assert.Equal(status, await Send(node ? transports.Node : transports.Cloud, server));
        Assert.Equal(status, await Send(node ? transports.Node : transports.Cloud, server));
        Assert.Equal(["/ ", "/ "], paths);
    }

    [Fact]
    public async Task A_response_over_the_limit_is_cut_off_while_it_comes()
    {
        await using var server = await Serve(async context =>
        {
            var chunk = new byte[1024 * 1024];
            for (var sent = 0; sent < 10; sent++)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });
        using var transports = Transports.FromEnvironment();

        var error = await Assert.ThrowsAsync<MountException>(() => Send(transports.Node, server));

        Assert.Equal(ErrorCodes.NmiFailed, error.Code);
        Assert.Contains(
            "a response of more than 262144 bytes, the most that are read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_that_announces_more_than_the_limit_is_refused_before_its_body_comes()
    {
        await using var server = await Serve(async context =>
        {
            context.Response.ContentLength = BoundedBodyHandler.MaxBytes + 1;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var transports = Transports.FromEnvironment();

        var error = await Assert.ThrowsAsync<MountException>(() => Send(transports.Node, server));

        Assert.Contains("a response of 262145 bytes; at most 262144 are read", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, 10)]
    [InlineData(null, BoundedBodyHandler.MaxBytes * 2)]
    public async Task Bodies_that_cannot_be_read_take_up_no_connections(int? announced, int sent)
    {
        // As many connections as a destination may have: one that stays taken would be missing.
        var bad = DestinationPools.MostIdle;
        await using var server = await Serve(async context =>
        {
            if (Interlocked.Decrement(ref bad) >= 0)
            {
                context.Response.ContentLength = announced;
                await context.Response.StartAsync(context.RequestAborted);
                await context.Response.Body.WriteAsync(new byte[sent], context.RequestAborted);
            }
        });
        using var transports = Transports.FromEnvironment();

        Assert.Equal(200, await Send(transports.Node, server, new Persistent()));
        Assert.True(bad < 0, $"{bad} bad responses were left");
    }

    [Fact]
    public async Task A_response_that_arrives_as_its_request_is_canceled_is_closed()
    {
        using var gone = new CancellationTokenSource();
        using var body = new MemoryStream(new byte[10]);
        using var client = new HttpMessageInvoker(new BoundedBodyHandler(new CanceledByResponse(gone, body)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://vault.test/");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(request, gone.Token));

        Assert.False(body.CanRead);
    }

    [Fact]
    public async Task The_collector_of_traces_is_called_as_the_proxy_of_calls_to_the_cloud_says()
    {
        await using var server = await Serve(context => context.Response.WriteAsync(context.Request.Host.Value!));
        var proxy = new WebProxy(server.Urls.Single());
        using var transports = new Transports(
            () => Transports.CloudHandler(proxy), Transports.NodeHandler, NameLookups.OfSystem(), proxy);
        using var collector = transports.Collector();

        var asked = await collector.GetStringAsync(new Uri("http://collector.test:4318/"), Patience.Limit);

        Assert.Equal("collector.test:4318", asked);
    }

    private static async Task<WebApplication> Serve(RequestDelegate respond)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(respond);
        await app.StartAsync(Patience.Limit);
        return app;
    }

    private static async Task<int> Send(
        HttpPipelineTransport transport, WebApplication server, RemoteEndpoint? endpoint = null)
    {
        var pipeline = new CallSettings(transport, "test/1", TimeProvider.System, NullLogger.Instance).Pipeline();
        var success = await pipeline.SendAsync(
            endpoint ?? new Whatever(),
            request =>
            {
                request.Method = RequestMethod.Get;
                request.Uri.Reset(new Uri(server.Urls.Single()));
            },
            Patience.Limit);
        return ((Responded)success).Status;
    }

    private sealed class CanceledByResponse(CancellationTokenSource gone, Stream body) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await gone.CancelAsync();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        }
    }

    private sealed record Responded(int Status) : Outcome.Success;

    private sealed record Whatever() : RemoteEndpoint("test", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(30))
    {
        public override Outcome Read(Attempt attempt) => attempt.Error is { } error
            ? new Outcome.Fail(ErrorCodes.NmiFailed, CallFailure.Of(error).Text)
            : new Responded(attempt.Status);
    }

    private sealed record Persistent() : RemoteEndpoint("test", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(30))
    {
        public override Outcome Read(Attempt attempt) => attempt.Error is null
            ? new Responded(attempt.Status)
            : Retry(attempt, ErrorCodes.NmiFailed, "no");
    }
}
