using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>
/// The sandbox's HTTP proxy: it tunnels to the cloud's HTTPS port, for the hosts that exist only.
/// </summary>
internal sealed class EdgeProxy : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Task, bool> tunnels = new();
    private readonly WatchedList<ProxiedConnection> connections = new();
    private readonly ConcurrentQueue<ConnectionFault> faults = new();
    private readonly Func<string, bool> exists;
    private readonly int edgePort;
    private Task accepting = Task.CompletedTask;
    private int tunnelsMade;
    private volatile int tunnelsDead;

    public EdgeProxy(Func<string, bool> exists, int edgePort)
    {
        this.exists = exists;
        this.edgePort = edgePort;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Address = new Uri($"http://{listener.LocalEndPoint}");
    }

    public Uri Address { get; }

    /// <summary>All connections so far, in order.</summary>
    public IReadOnlyList<ProxiedConnection> Connections => connections.Items;

    public void Start()
    {
        listener.Listen(512);
        accepting = AcceptAsync();
    }

    /// <summary>Sets the faults of the next connections, one each, in order.</summary>
    public void Break(params ConnectionFault[] next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    /// <summary>
    /// Existing tunnels stay open and carry nothing any more, as when a router has dropped their state.
    /// </summary>
    public void Forget() => tunnelsDead = Volatile.Read(ref tunnelsMade);

    /// <summary>Waits until there were a number of connections.</summary>
    public Task WaitForConnectionsAsync(int count, CancellationToken cancellationToken) =>
        connections.WaitForAsync(_ => true, count, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(tunnels.Keys);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptAsync(stopping.Token);
                var tunnel = ServeAsync(client);
                tunnels[tunnel] = true;
                _ = tunnel.ContinueWith(done => tunnels.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception stop)
                when (stop is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await TunnelAsync(client, faults.TryDequeue(out var fault) ? fault : null);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or IOException)
            {
                // A side closed the connection, or the sandbox is stopping: either way the tunnel ends.
            }
        }
    }

    private async Task TunnelAsync(Socket client, ConnectionFault? fault)
    {
        client.NoDelay = true;
        if (fault is ConnectionFault.Refuse)
        {
            Add("", null);
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            return;
        }

        var host = await ConnectRequestReader.ReadHostAsync(client, stopping.Token);
        if (fault is ConnectionFault.Hang)
        {
            Add(host, null);
            await client.ReceiveAsync(new byte[1], stopping.Token);
            return;
        }

        var status = host is null ? 405 : exists(host) ? 200 : 502;
        Add(host, status);
        await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} {Reason(status)}\r\n\r\n"), stopping.Token);
        if (fault is ConnectionFault.Silence)
        {
            await DiscardAsync(client);
        }
        else if (status == 200)
        {
            await ConnectAsync(client, (fault as ConnectionFault.CloseAfter)?.Bytes ?? long.MaxValue);
        }
    }

    private async Task DiscardAsync(Socket client)
    {
        var discarded = new byte[4096];
        while (await client.ReceiveAsync(discarded, stopping.Token) > 0)
        {
            // Until the client closes the connection.
        }
    }

    private async Task ConnectAsync(Socket client, long mostBytes)
    {
        using var edge = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await edge.ConnectAsync(IPAddress.Loopback, edgePort, stopping.Token);
        var number = Interlocked.Increment(ref tunnelsMade);
        await Splice.RunAsync(client, edge, mostBytes, () => number <= tunnelsDead, stopping.Token);
    }

    private void Add(string? host, int? status) =>
        connections.Change(all => all.Add(new ProxiedConnection(host ?? "", status)));

    private static string Reason(int status) =>
        status switch { 200 => "Connection established", 405 => "Method Not Allowed", _ => "Bad Gateway" };
}

/// <summary>
/// A connection that asked the proxy for a host. <paramref name="Status"/> is the status of the response to CONNECT,
/// null when there was none.
/// </summary>
internal sealed record ProxiedConnection(string Host, int? Status);
