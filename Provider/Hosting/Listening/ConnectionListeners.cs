using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Provider.Hosting.Listening;

/// <summary>Makes Kestrel's listeners: as its own, but without a busy loop while no file descriptor is left.</summary>
internal sealed class ConnectionListeners(
    Func<EndPoint, Socket> bind, DescriptorShortage shortage, TimeProvider time, ILoggerFactory loggers)
    : IConnectionListenerFactory
{
    private const int Backlog = 512;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = bind(endpoint);
        socket.Listen(Backlog);
        var logger = loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets");
        var connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), logger);
        return ValueTask.FromResult<IConnectionListener>(
            new ConnectionListener(socket, endpoint, connections, shortage, time));
    }
}
