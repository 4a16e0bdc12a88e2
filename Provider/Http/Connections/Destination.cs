using System.Net.Sockets;

namespace Provider.Http.Connections;

/// <summary>One host and port, with its own connection pool, so that its idle connections can be closed.</summary>
internal sealed class Destination(string authority) : IDisposable
{
    private int connections;

    public string Authority => authority;

    public Callers Callers { get; } = new();

    public required HttpMessageInvoker Pool { get; init; }

    /// <summary>Requests in flight. Guarded by the owner of the destination.</summary>
    public int Requests { get; set; }

    /// <summary>The place in the list of idle destinations; null while there are requests.</summary>
    public LinkedListNode<Destination>? IdleNode { get; set; }

    /// <summary>Whether its last response came over HTTP/2: requests share a connection.</summary>
    public bool IsMultiplexed { get; set; }

    public int Connections => Volatile.Read(ref connections);

    public void Opened() => Interlocked.Increment(ref connections);

    public void Closed() => Interlocked.Decrement(ref connections);

    public void Dispose() => Pool.Dispose();
}

/// <summary>A connection that reports once that it has been closed.</summary>
internal sealed class CountedConnection(Socket socket, Action closed) : NetworkStream(socket, ownsSocket: true)
{
    private int isClosed;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref isClosed, 1) == 0)
        {
            closed();
        }
    }
}
