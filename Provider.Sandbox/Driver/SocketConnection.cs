using System.Net.Sockets;

namespace Provider.Sandbox.Driver;

/// <summary>
/// Opens connections to the provider's socket, and waits for one to listen there, with gRPC's growing pauses.
/// </summary>
internal sealed class SocketConnection(string socketPath, string authority, TimeProvider time)
{
    // gRPC's connection back-off: 1 s, growing by 1.6 up to 120 s.
    private const double Growth = 1.6;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private int opened;

    public string SocketPath => socketPath;

    public bool WaitsForReady { get; set; } = true;

    public int Opened => Volatile.Read(ref opened);

    public async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        for (var pause = First; ; pause = pause * Growth < Longest ? pause * Growth : Longest)
        {
            try
            {
                return await ConnectAsync(cancellationToken);
            }
            catch (SocketException) when (WaitsForReady)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task<AuthorityStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            Interlocked.Increment(ref opened);
            return new AuthorityStream(new NetworkStream(socket, ownsSocket: true), authority);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
