using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using Provider.Hosting.Listening;

namespace Provider.Tests.Hosting;

/// <summary>Which connections of a port are closed, and when.</summary>
public sealed class TcpConnectionsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly TcpConnections connections;

    public TcpConnectionsTests() => connections = new TcpConnections(3, time);

    [Fact]
    public void A_connection_without_a_request_is_closed_after_five_seconds()
    {
        var client = Connect();

        Pass(TimeSpan.FromSeconds(5), client);
        Assert.False(client.IsClosed);
        Pass(TimeSpan.FromSeconds(1), client);
        Assert.True(client.IsClosed);
    }

    [Fact]
    public async Task A_connection_is_closed_fifteen_seconds_after_its_last_request()
    {
        var client = Connect();
        await client.Connection.ServeAsync(new DefaultHttpContext(), _ => Task.CompletedTask);

        Pass(TimeSpan.FromSeconds(15), client);
        Assert.False(client.IsClosed);
        Pass(TimeSpan.FromSeconds(1), client);
        Assert.True(client.IsClosed);
    }

    [Fact]
    public void A_request_takes_as_long_as_it_takes()
    {
        var client = Connect();
        var request = new TaskCompletionSource();
        var serving = client.Connection.ServeAsync(new DefaultHttpContext(), _ => request.Task);

        Pass(TimeSpan.FromMinutes(10), client);

        Assert.False(client.IsClosed);
        Assert.False(serving.IsCompleted);
    }

    [Fact]
    public void One_too_many_closes_the_longest_idle_and_a_busy_one_only_where_none_is_idle()
    {
        var clients = Enumerable.Range(0, 3).Select(_ => Connect()).ToList();
        Serve(clients[0]);

        clients.Add(Connect());
        Assert.Equal([false, true, false, false], clients.Select(client => client.IsClosed));

        Serve(clients[2]);
        Serve(clients[3]);
        clients.Add(Connect());
        Assert.Equal([true, true, false, false, false], clients.Select(client => client.IsClosed));
        Assert.Equal(3, connections.Count);
    }

    private static void Serve(Client client) =>
        _ = client.Connection.ServeAsync(new DefaultHttpContext(), _ => new TaskCompletionSource().Task);

    private Client Connect()
    {
        var client = new Client();
        _ = connections.ServeAsync(client, _ => new TaskCompletionSource().Task);
        return client;
    }

    // Kestrel's heart beats once a second.
    private void Pass(TimeSpan elapsed, Client client)
    {
        time.Advance(elapsed);
        client.Beat();
    }

    private sealed class Client : ConnectionContext, IConnectionHeartbeatFeature
    {
        private Action beat = () => { };

        public Client() => Features.Set<IConnectionHeartbeatFeature>(this);

        public bool IsClosed { get; private set; }

        public TcpConnection Connection => Features.GetRequiredFeature<TcpConnection>();

        public override string ConnectionId { get; set; } = "";

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override IDuplexPipe Transport { get; set; } = null!;

        public void OnHeartbeat(Action<object> action, object state) => beat = () => action(state);

        public void Beat() => beat();

        public override void Abort(ConnectionAbortedException abortReason) => IsClosed = true;
    }
}
