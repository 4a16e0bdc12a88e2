using System.Net.Sockets;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>
/// Copies between two sockets until either side ends, or the server has sent its limit; bytes that arrive while it is
/// dead are lost.
/// </summary>
internal static class Splice
{
    public static async Task RunAsync(
        Socket near, Socket far, long allowance, Func<bool> isDead, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outward = CopyAsync(near, far, long.MaxValue, isDead, ended.Token);
        var inward = CopyAsync(far, near, allowance, isDead, ended.Token);
        await Task.WhenAny(outward, inward);
        await ended.CancelAsync();
        await Task.WhenAll(outward, inward);
    }

    private static async Task CopyAsync(
        Socket from, Socket to, long allowance, Func<bool> isDead, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (allowance > 0)
            {
                var read = await from.ReceiveAsync(
                    buffer.AsMemory(0, (int)Math.Min(buffer.Length, allowance)), cancellationToken);
                if (read == 0)
                {
                    return;
                }

                allowance -= read;
                if (!isDead())
                {
                    await SendAllAsync(to, buffer.AsMemory(0, read), cancellationToken);
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The other direction ended first, or a side aborted: both end a tunnel.
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
        }
    }
}
