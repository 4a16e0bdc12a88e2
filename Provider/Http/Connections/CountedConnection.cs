using System.Net.Sockets;

namespace Provider.Http.Connections;

/// <summary>A connection that reports once that it has been closed.</summary>
internal sealed class CountedConnection(Socket socket, Action closed) : NetworkStream(socket, ownsSocket: true)
{
    private int isClosed;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref isClosed, 1) == 0)
        {
            closed();
        }
    }
}
