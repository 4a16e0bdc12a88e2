using System.Net.Sockets;

namespace Provider.KeyVault;

/// <summary>Says why a connection to a vault failed, in words that lead to the cause.</summary>
internal static class ConnectionFaults
{
    /// <summary>The reason, as a clause.</summary>
    /// <param name="error">What the transport threw.</param>
    public static string Clause(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } socket:
                    return $"its name does not resolve on this node ({socket.SocketErrorCode}); "
                        + "the name is wrong, or it is a private endpoint's and the private DNS zone is not linked to this network";
                case SocketException socket:
                    return $"the connection failed ({socket.SocketErrorCode})";
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return "TLS failed; where a proxy answers with its own certificates, SSL_CERT_FILE must name its authority";
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }:
                    return "the proxy refused the tunnel";
                // The general words say less than the cause behind them.
                case HttpRequestException { HttpRequestError: not (HttpRequestError.Unknown or HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError) } http:
                    return $"the connection failed ({http.HttpRequestError})";
            }
        }

        return "the connection broke";
    }
}
