using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Provider.Http;
using Provider.Http.Connections;

namespace Provider.Tests.Http.Connections;

/// <summary>Connections to a real server that has any number of names.</summary>
public sealed class DestinationPoolsTests : IAsyncLifetime
{
    private readonly DestinationPools pools = new(
        Transports.NodeHandler, new AddressConnector(new NameLookups(_ => [IPAddress.Loopback]), TimeProvider.System));

    private readonly TaskCompletionSource slowMayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient client;
    private WebApplication server = null!;
    private int opened;
    private int open;

    public DestinationPoolsTests() => client = Transports.Client(pools);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback, 0, listen => listen.Use(next => connection => CountAsync(connection, next))));
        server = builder.Build();
        server.Run(async context =>
        {
            if (context.Request.Path == "/slow")
            {
                await slowMayEnd.Task;
            }

            await context.Response.WriteAsync("here");
        });
        await server.StartAsync(Patience.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task So_many_connections_stay_open_over_all_hosts_and_the_longest_idle_are_closed()
    {
        for (var host = 0; host < 2 * DestinationPools.MostIdle; host++)
        {
            Assert.Equal("here", await GetAsync($"vault{host}"));
        }

        Assert.Equal(DestinationPools.MostIdle, pools.IdleConnections);
        await UntilAsync(() => Volatile.Read(ref open) == DestinationPools.MostIdle);
        var before = Volatile.Read(ref opened);
        await GetAsync($"vault{(2 * DestinationPools.MostIdle) - 1}");
        Assert.Equal(before, Volatile.Read(ref opened));
    }

    [Fact]
    public async Task A_connection_with_a_request_is_not_closed_however_long_it_takes()
    {
        var slow = GetAsync("slow", "/slow");
        for (var host = 0; host < 2 * DestinationPools.MostIdle; host++)
        {
            await GetAsync($"vault{host}");
        }

        pools.CloseIdle();
        Assert.Equal(0, pools.IdleConnections);
        slowMayEnd.SetResult();

        Assert.Equal("here", await slow);
    }

    [Fact]
    public async Task A_request_that_fails_leaves_its_host_idle()
    {
        using var gone = new CancellationTokenSource();
        var slow = GetAsync("slow", "/slow", gone.Token);
        await UntilAsync(() => Volatile.Read(ref open) == 1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);

        slowMayEnd.SetResult();

        await GetAsync("slow");
        pools.CloseIdle();

        await UntilAsync(() => Volatile.Read(ref open) == 0);
    }

    [Fact]
    public async Task A_host_takes_a_request_a_connection_unless_it_speaks_HTTP_2()
    {
        var port = new Uri(server.Urls.Single()).Port;
        Assert.Equal(DestinationPools.MostIdle, pools.MostRequests($"vault.test:{port}"));
        await GetAsync("vault");
        Assert.Equal(DestinationPools.MostIdle, pools.MostRequests($"vault.test:{port}"));

        using var multiplexing = new DestinationPools(
            () => new SocketsHttpHandler(),
            new AddressConnector(new NameLookups(_ => [IPAddress.Loopback]), TimeProvider.System));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var second = builder.Build();
        second.Run(context => context.Response.WriteAsync("here"));
        await second.StartAsync(Patience.Limit);
        using var invoker = new HttpMessageInvoker(multiplexing);
        var address = new Uri(second.Urls.Single());
        using var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await invoker.SendAsync(request, Patience.Limit);
        Assert.Equal(int.MaxValue, multiplexing.MostRequests(address.Authority));
    }

    private static async Task UntilAsync(Func<bool> happens)
    {
        var limit = Patience.Limit;
        while (!happens())
        {
            limit.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task<string> GetAsync(string host, string path = "/", CancellationToken? limit = null) =>
        client.GetStringAsync(
            new Uri($"http://{host}.test:{new Uri(server.Urls.Single()).Port}{path}"), limit ?? Patience.Limit);

    private async Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        Interlocked.Increment(ref opened);
        Interlocked.Increment(ref open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }
}
