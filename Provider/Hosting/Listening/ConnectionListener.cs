using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Provider.Hosting.Listening;

/// <summary>Accepts the connections of one listening socket.</summary>
internal sealed class ConnectionListener(
    Socket socket, EndPoint endpoint, SocketConnectionContextFactory connections, DescriptorShortage shortage,
    TimeProvider time) : IConnectionListener
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource unbound = new();

    public EndPoint EndPoint { get; } = socket.LocalEndPoint is IPEndPoint bound ? bound : endpoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await AcceptOneAsync(cancellationToken);
            }
            catch (SocketException none) when (IsShortage(none))
            {
                // The kernel queues the connection; it accepts nothing until another descriptor is closed.
                shortage.Report();
                if (!await PauseAsync(pause, cancellationToken))
                {
                    return null;
                }
            }
            catch (Exception end) when (end is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await unbound.CancelAsync();
        socket.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        connections.Dispose();
        unbound.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsShortage(SocketException error) =>
        error.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;

    private async Task<ConnectionContext> AcceptOneAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var accepted = await socket.AcceptAsync(cancellationToken);
                if (accepted.LocalEndPoint is IPEndPoint)
                {
                    accepted.NoDelay = true;
                }

                return connections.Create(accepted);
            }
            catch (SocketException reset) when (
                !IsShortage(reset) && reset.SocketErrorCode != SocketError.OperationAborted)
            {
                // The peer closed the connection while it was in the kernel's queue.
            }
        }
    }

    private async Task<bool> PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(unbound.Token, cancellationToken);
        await Task.Delay(pause, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return !unbound.IsCancellationRequested;
    }
}
