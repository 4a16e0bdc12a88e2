using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Provider.Sandbox.Cloud;

/// <summary>The HTTP proxy at the network's edge: known hosts lead to the stand-in, all others cannot be reached.</summary>
internal sealed class EdgeProxy : IAsyncDisposable
{
    private const int LongestRequest = 16 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Func<string, bool> isKnown;
    private readonly int edgePort;
    private readonly Task accepting;
    private int connections;

    /// <summary>Starts the proxy on a port that the system chooses.</summary>
    /// <param name="isKnown">Whether a host exists.</param>
    /// <param name="edgePort">The loopback port that ends TLS for all of them.</param>
    public EdgeProxy(Func<string, bool> isKnown, int edgePort)
    {
        (this.isKnown, this.edgePort) = (isKnown, edgePort);
        listener.Start(512);
        accepting = AcceptAsync();
    }

    /// <summary>The proxy's address, as <c>HTTPS_PROXY</c> takes it.</summary>
    public Uri Address => new($"http://{listener.LocalEndpoint}");

    /// <summary>How many connections were made through it.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Stop();
        await accepting;
        listener.Dispose();
        stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopped.Token);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var downstream = client;
            using var upstream = new TcpClient();
            downstream.NoDelay = upstream.NoDelay = true;
            var stream = downstream.GetStream();
            if (!await OpenAsync(stream))
            {
                return;
            }

            Interlocked.Increment(ref connections);
            await upstream.ConnectAsync(IPAddress.Loopback, edgePort, stopped.Token);
            await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stopped.Token);
            var edge = upstream.GetStream();
            await Task.WhenAny(stream.CopyToAsync(edge, stopped.Token), edge.CopyToAsync(stream, stopped.Token));
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end has gone; so does the other.
        }
    }

    private async Task<bool> OpenAsync(NetworkStream stream)
    {
        var request = await ReadHeadAsync(stream);
        var words = request.Split('\r')[0].Split(' ');
        var isOpen = words is ["CONNECT", var target, _] && target.EndsWith(":443", StringComparison.Ordinal)
            && isKnown(target[..^4]);
        if (!isOpen)
        {
            await stream.WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stopped.Token);
        }

        return isOpen;
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new byte[LongestRequest];
        var length = 0;
        while (length < head.Length)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), stopped.Token);
            length += read;
            if (read == 0 || head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                break;
            }
        }

        return Encoding.ASCII.GetString(head, 0, length);
    }
}
