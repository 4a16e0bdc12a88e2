using System.Net;
using System.Net.Sockets;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>NMI's port on the node: connections are refused until it is started, and again when it is stopped.</summary>
internal sealed class NmiNode : IAsyncDisposable
{
    private readonly Func<int, Task<StandInServer>> start;
    private readonly int port = FreePort();
    private StandInServer? server;

    /// <summary>A node without NMI, yet.</summary>
    /// <param name="start">Starts it on a port.</param>
    public NmiNode(Func<int, Task<StandInServer>> start) => this.start = start;

    /// <summary>Its address, the same whenever it is started.</summary>
    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Begins to answer.</summary>
    public async Task StartAsync() => server ??= await start(port);

    /// <summary>Goes away, as in an update: connections are refused.</summary>
    public async Task StopAsync()
    {
        if (server is { } running)
        {
            server = null;
            await running.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
