using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Provider.Hosting;

/// <summary>Allows only root and the daemon's own user on the socket, in addition to the file's mode.</summary>
// The kernel reports who connected (SO_PEERCRED, unix(7)); a caller cannot claim it.
internal static partial class PeerCheck
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>Closes the connection of any other user before reading from it.</summary>
    public static Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, UnservedRequests unserved)
    {
        uint? user;
        try
        {
            user = connection.Features.Get<IConnectionSocketFeature>() is { } feature ? UserOf(feature.Socket) : null;
        }
        catch (ObjectDisposedException)
        {
            // The provider stops, or the caller has closed the connection: there is nothing to serve.
            return Task.CompletedTask;
        }

        if (user is { } known && IsAllowed(known, EffectiveUser()))
        {
            return next(connection);
        }

        unserved.ReportPeer(user);
        connection.Abort();
        return Task.CompletedTask;
    }

    public static bool IsAllowed(uint user, uint own) => user == 0 || user == own;

    /// <summary>The user at the other end of a unix socket; null if unknown.</summary>
    public static uint? UserOf(Socket socket)
    {
        // struct ucred: pid, uid, gid, four bytes each, in the machine's byte order.
        Span<byte> credentials = stackalloc byte[12];
        try
        {
            return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length
                ? MemoryMarshal.Read<uint>(credentials[4..])
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
