using System.Net;

namespace Provider.Http.Proxies;

/// <summary>A proxy's address, and separately its user and password.</summary>
internal sealed record ProxyAddress(Uri Server, ICredentials? Credentials)
{
    // httpproxy's own default ports.
    private static readonly Dictionary<string, int> Ports = new(StringComparer.Ordinal)
    {
        ["http"] = 80,
        ["https"] = 443,
        ["socks4"] = 1080,
        ["socks4a"] = 1080,
        ["socks5"] = 1080,
    };

    /// <summary>Reads an address; without a scheme it is an HTTP proxy's.</summary>
    /// <exception cref="InvalidProxyException">
    /// It is malformed. The message never holds the value, which may hold a password.
    /// </exception>
    public static ProxyAddress Parse(string variable, string value)
    {
        var text = value.Trim();
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? text : "http://" + text, UriKind.Absolute, out var uri))
        {
            throw new InvalidProxyException(variable, "is not a valid URL");
        }

        // In .NET the proxy resolves names for socks5, as other programs do for socks5h.
        var scheme = uri.Scheme == "socks5h" ? "socks5" : uri.Scheme;
        if (!Ports.TryGetValue(scheme, out var standard))
        {
            throw new InvalidProxyException(variable, "has an unknown scheme");
        }

        var port = uri.Port == -1 ? standard : uri.Port;
        return uri.Host.Length == 0 ? throw new InvalidProxyException(variable, "has no host")
            : port == 0 ? throw new InvalidProxyException(variable, "has port 0")
            : new ProxyAddress(new UriBuilder(scheme, uri.Host, port).Uri, Login(uri.UserInfo));
    }

    private static NetworkCredential? Login(string userInfo)
    {
        if (userInfo.Length == 0)
        {
            return null;
        }

        var separator = userInfo.IndexOf(':', StringComparison.Ordinal);
        return separator < 0
            ? new NetworkCredential(Uri.UnescapeDataString(userInfo), "")
            : new NetworkCredential(
                Uri.UnescapeDataString(userInfo[..separator]), Uri.UnescapeDataString(userInfo[(separator + 1)..]));
    }
}

/// <summary>
/// A proxy variable is malformed: the provider must not start, since it would call Azure without the proxy.
/// </summary>
internal sealed class InvalidProxyException(string variable, string problem) : IOException(
    $"the environment variable {variable} {problem}. Set it to the proxy's address, such as "
    + "http://proxy.example.com:3128, or remove it.");
