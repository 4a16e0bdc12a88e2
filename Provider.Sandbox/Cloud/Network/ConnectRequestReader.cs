using System.Net.Sockets;
using System.Text;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>
/// Reads exactly the head of a CONNECT request from a socket: the bytes after it belong to the tunnel.
/// </summary>
internal static class ConnectRequestReader
{
    private const int MaximumHead = 16 * 1024;

    /// <summary>
    /// The host of <c>CONNECT host:443</c>; null for anything else, or when the client closed the connection.
    /// </summary>
    public static async Task<string?> ReadHostAsync(Socket client, CancellationToken cancellationToken)
    {
        var head = new List<byte>(256);
        var one = new byte[1];
        while (head.Count < MaximumHead && !EndsHead(head))
        {
            if (await client.ReceiveAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var words = Encoding.ASCII.GetString([.. head]).Split("\r\n")[0].Split(' ');
        return words is ["CONNECT", var authority, _] && authority.EndsWith(":443", StringComparison.Ordinal)
            ? authority[..^4]
            : null;
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';
}
