using System.Net;
using System.Net.Sockets;

namespace Provider.Sandbox.Processes;

/// <summary>Finds ports for flags that take a number: free a moment ago, which is all that can be known.</summary>
internal static class LoopbackPort
{
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
