using System.Net;
using System.Net.Sockets;

namespace Provider.Sandbox.Processes;

/// <summary>Finds free ports for flags; another process could take one before it is used.</summary>
internal static class LoopbackPort
{
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
