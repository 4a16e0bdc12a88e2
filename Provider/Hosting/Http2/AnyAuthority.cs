using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Provider.Hosting.Http2;

/// <summary>Serves a connection whatever <c>:authority</c> its requests have.</summary>
// Drivers before v1.6.0 send the socket's path, which Kestrel refuses as a host name before any handler runs. The value
// decides nothing: the socket's mode and PeerCheck decide who may call.
internal static class AnyAuthority
{
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        connection.Transport = new ConnectionPipes(new AnyAuthorityReader(transport.Input), transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    private sealed record ConnectionPipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
