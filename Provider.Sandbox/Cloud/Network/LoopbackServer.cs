using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>
/// An HTTP server on a loopback port that is reserved until it is disposed of: while it does not listen, connections
/// are refused, as when a node's daemon is not running.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly RequestDelegate handle;
    private readonly Action<ListenOptions> configure;
    private readonly SemaphoreSlim switching = new(1, 1);
    private Socket reserved;
    private WebApplication? application;

    public LoopbackServer(RequestDelegate handle, Action<ListenOptions>? configure = null)
    {
        this.handle = handle;
        this.configure = configure ?? (_ => { });
        reserved = Bind(0);
        Port = ((IPEndPoint)reserved.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public bool IsListening => application is not null;

    public async Task StartListeningAsync(CancellationToken cancellationToken)
    {
        await switching.WaitAsync(cancellationToken);
        try
        {
            if (application is null)
            {
                var started = Build();
                await started.StartAsync(cancellationToken);
                application = started;
            }
        }
        finally
        {
            switching.Release();
        }
    }

    /// <summary>Closes the listener and aborts open connections; the port stays reserved.</summary>
    public async Task StopListeningAsync()
    {
        await switching.WaitAsync();
        try
        {
            if (application is { } running)
            {
                application = null;
                await StopAsync(running);
                reserved = Bind(Port);
            }
        }
        finally
        {
            switching.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (application is { } running)
        {
            application = null;
            await StopAsync(running);
        }

        reserved.Dispose();
        switching.Dispose();
    }

    // A bound socket that does not listen refuses connections and reserves the port.
    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    // Calls that hang on purpose would delay a graceful stop: with a canceled token their connections are aborted.
    private static async Task StopAsync(WebApplication running)
    {
        await running.StopAsync(new CancellationToken(canceled: true));
        await running.DisposeAsync();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, Port, configure);
        });
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => reserved);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var built = builder.Build();
        built.Run(handle);
        return built;
    }
}
