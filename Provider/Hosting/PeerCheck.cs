using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Provider.Hosting;

/// <summary>Lets only root and the daemon's own user talk to the socket: a second lock behind the file's mode.</summary>
/// <remarks>The kernel tells who connected (SO_PEERCRED, unix(7)); nobody on the other side can claim it.</remarks>
internal static partial class PeerCheck
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>Drops the connection of a stranger before a byte of it is read.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">What serves it.</param>
    /// <param name="logger">Takes a line for a stranger.</param>
    public static Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, ILogger logger)
    {
        var user = connection.Features.Get<IConnectionSocketFeature>() is { } feature ? UserOf(feature.Socket) : null;
        if (user is { } known && IsAllowed(known, EffectiveUser()))
        {
            return next(connection);
        }

        LogRefused(logger, user?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown");
        connection.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Whether a user may use the socket.</summary>
    /// <param name="user">Who connected.</param>
    /// <param name="own">Whom the daemon runs as.</param>
    public static bool IsAllowed(uint user, uint own) => user == 0 || user == own;

    /// <summary>Who is at the other end of a unix socket; none when the kernel does not say.</summary>
    /// <param name="socket">A connected socket.</param>
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

    [LoggerMessage(102, LogLevel.Warning, "connection refused: not root and not the provider's own user")]
    private static partial void LogRefused(ILogger logger, string user);
}
