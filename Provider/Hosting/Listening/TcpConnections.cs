using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Provider.Hosting.Listening;

/// <summary>Limits the connections of one TCP port, and closes those without requests.</summary>
// Every host that reaches the node may connect. Every connection is accepted, and one too many closes the longest idle
// one, so that idle connections never keep others out.
internal sealed class TcpConnections(int most, TimeProvider time)
{
    /// <summary>How long a connection may take until its first request has been read.</summary>
    public static readonly TimeSpan FirstRequest = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection stays open after a request. Kubelet opens a new one each time.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private const int MostOfAnyPort = 100;

    /// <summary>The fraction of the descriptors that one port may use: two ports leave half.</summary>
    private const int ShareOfDescriptors = 4;

    // Connections are opened, closed and used on any thread. The longest unchanged is the first of each list.
    private readonly Lock gate = new();
    private readonly LinkedList<TcpConnection> idle = [];
    private readonly LinkedList<TcpConnection> busy = [];

    public static int MostFor(long descriptors) => (int)Math.Clamp(descriptors / ShareOfDescriptors, 1, MostOfAnyPort);

    public int Count
    {
        get
        {
            lock (gate)
            {
                return idle.Count + busy.Count;
            }
        }
    }

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var entry = new TcpConnection(this, connection, time);
        Add(entry)?.Close("another connection takes its place");
        connection.Features.Set(entry);
        // Once a second, by Kestrel's own timer.
        connection.Features.GetRequiredFeature<IConnectionHeartbeatFeature>()
            .OnHeartbeat(state => ((TcpConnection)state).CloseIfExpired(), entry);
        try
        {
            await next(connection);
        }
        finally
        {
            lock (gate)
            {
                entry.Place.List?.Remove(entry.Place);
            }
        }
    }

    public void Move(TcpConnection connection, bool isBusy)
    {
        lock (gate)
        {
            // Null: it was closed to make room.
            if (connection.Place.List is { } from)
            {
                from.Remove(connection.Place);
                (isBusy ? busy : idle).AddLast(connection.Place);
            }
        }
    }

    // Returns the connection to close instead.
    private TcpConnection? Add(TcpConnection connection)
    {
        lock (gate)
        {
            var victim = idle.Count + busy.Count < most ? null : idle.First ?? busy.First;
            victim?.List!.Remove(victim);
            idle.AddLast(connection.Place);
            return victim?.Value;
        }
    }
}
