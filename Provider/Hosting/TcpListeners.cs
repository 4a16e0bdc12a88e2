using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Provider.Hosting;

/// <summary>Opens the TCP ports, and names the flag of one that cannot be opened.</summary>
internal static class TcpListeners
{
    /// <exception cref="StartFailure">The port is taken, or the process may not open it.</exception>
    public static Socket Bind(EndPoint endpoint, ServeOptions options)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }
        catch (SocketException error) when (endpoint is IPEndPoint address && Reason(error) is { } reason)
        {
            throw new StartFailure($"port {address.Port} ({Flag(address.Port, options)}) {reason}", error);
        }
    }

    // Other errors, such as a node without IPv6, are Kestrel's to handle.
    private static string? Reason(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            "is already in use on this node: stop what listens there, or choose another port",
        SocketError.AccessDenied =>
            "cannot be opened: ports below 1024 need the capability NET_BIND_SERVICE; choose another port",
        _ => null,
    };

    private static string Flag(int port, ServeOptions options) =>
        port == options.HealthzPort && port == options.PrometheusPort ? "--healthz-port and --prometheus-port"
        : port == options.HealthzPort ? "--healthz-port" : "--prometheus-port";
}
