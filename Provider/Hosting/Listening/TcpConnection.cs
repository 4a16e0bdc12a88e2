using Microsoft.AspNetCore.Connections;

namespace Provider.Hosting.Listening;

/// <summary>One connection to a TCP port; a feature of the connection, by which its requests are counted.</summary>
internal sealed class TcpConnection
{
    private readonly TcpConnections owner;
    private readonly ConnectionContext connection;
    private readonly TimeProvider time;
    private long idleSince;
    private int isBusy;
    private int hasServed;

    public TcpConnection(TcpConnections owner, ConnectionContext connection, TimeProvider time)
    {
        (this.owner, this.connection, this.time) = (owner, connection, time);
        idleSince = time.GetTimestamp();
        Place = new LinkedListNode<TcpConnection>(this);
    }

    /// <summary>The node in the owner's lists. Guarded by the owner's lock.</summary>
    public LinkedListNode<TcpConnection> Place { get; }

    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        Volatile.Write(ref isBusy, 1);
        owner.Move(this, isBusy: true);
        try
        {
            await next(context);
        }
        finally
        {
            Volatile.Write(ref idleSince, time.GetTimestamp());
            Volatile.Write(ref hasServed, 1);
            Volatile.Write(ref isBusy, 0);
            owner.Move(this, isBusy: false);
        }
    }

    public void Close(string reason) => connection.Abort(new ConnectionAbortedException(reason));

    public void CloseIfExpired()
    {
        var limit = Volatile.Read(ref hasServed) == 0 ? TcpConnections.FirstRequest : TcpConnections.KeepAlive;
        if (Volatile.Read(ref isBusy) == 0 && time.GetElapsedTime(Volatile.Read(ref idleSince)) > limit)
        {
            Close("no request came in time");
        }
    }
}
