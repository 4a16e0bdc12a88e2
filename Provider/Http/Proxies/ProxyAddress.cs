using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;

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

    /// <summary>Reads an address as Go's url.Parse does; without a scheme it is an HTTP proxy's.</summary>
    /// <exception cref="InvalidProxyException">
    /// It is malformed. The message never holds the value, which may hold a password.
    /// </exception>
    public static ProxyAddress Parse(string variable, string value)
    {
        var (scheme, rest) = Scheme(value.Trim());
        if (!Ports.TryGetValue(scheme, out var standard))
        {
            throw new InvalidProxyException(variable, "has an unknown scheme");
        }

        var end = rest.AsSpan().IndexOfAny('/', '?', '#') is >= 0 and var found ? found : rest.Length;
        var (authority, path) = (rest[..end], rest[end..].Split('?', '#')[0]);
        // The last one: a password may have others.
        var at = authority.LastIndexOf('@');
        var (host, port) = HostAndPortOf(authority[(at + 1)..]);
        return host.Length == 0 ? throw new InvalidProxyException(variable, "has no host")
            // An @ after the address is the end of a password with a slash, a question mark or a number sign.
            : rest.Any(char.IsControl) || rest.AsSpan(end).Contains('@') || Unescaped(path) is null
                || Address(scheme, host, port, standard) is not { } server
                ? throw new InvalidProxyException(variable, "is not a valid URL")
            : server.Port == 0 ? throw new InvalidProxyException(variable, "has port 0")
            : new ProxyAddress(server, at <= 0 ? null : Login(variable, authority[..at]));
    }

    private static (string Scheme, string Address) Scheme(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = end < 0 ? "http" : text[..end].ToLowerInvariant();
        // http:/proxy is a path without a host.
        var hasHost = end >= 0
            || !Ports.Keys.Any(name => text.StartsWith(name + ":/", StringComparison.OrdinalIgnoreCase));
        // In .NET the proxy resolves names for socks5, as other programs do for socks5h.
        return (scheme == "socks5h" ? "socks5" : scheme, !hasHost ? "" : end < 0 ? text : text[(end + 3)..]);
    }

    // The port is after the last colon, also where an IPv6 address has no brackets.
    private static (string Host, string Port) HostAndPortOf(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf(']') ? (text[..colon], text[(colon + 1)..]) : (text, "");
    }

    private static Uri? Address(string scheme, string host, string port, int standard)
    {
        var number = port.Length == 0 ? standard
            : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given
            : -1;
        if (number is < 0 or > 65535 || NameOf(host) is not { } name)
        {
            return null;
        }

        // .NET also takes short and octal forms for addresses, which are names.
        return Uri.TryCreate(FormattableString.Invariant($"{scheme}://{name}:{number}"), UriKind.Absolute, out var uri)
            && (uri.HostNameType != UriHostNameType.IPv4 || GoAddress.Parse(host) is not null)
                ? uri
                : null;
    }

    // An IPv6 address may have a zone, whose percent sign is escaped (RFC 6874).
    private static string? NameOf(string host)
    {
        if (host is not ['[', .. var inner, ']'])
        {
            return GoAddress.Parse(host) is { AddressFamily: AddressFamily.InterNetworkV6 } ? $"[{host}]"
                : host.AsSpan().IndexOfAny("[]:%") >= 0 ? null
                : host;
        }

        var zone = inner.IndexOf("%25", StringComparison.Ordinal);
        return inner.Contains(':', StringComparison.Ordinal)
            && GoAddress.Parse(zone < 0 ? inner : inner[..zone]) is not null
                ? host.Replace("%25", "%", StringComparison.Ordinal)
                : null;
    }

    private static NetworkCredential Login(string variable, string userInfo)
    {
        var separator = userInfo.IndexOf(':', StringComparison.Ordinal);
        return Text(separator < 0 ? userInfo : userInfo[..separator]) is { } user
            && Text(separator < 0 ? "" : userInfo[(separator + 1)..]) is { } password
                ? new NetworkCredential(user, password)
                : throw new InvalidProxyException(
                    variable, "has a user or password with a percent sign that does not escape text in UTF-8");
    }

    private static string? Text(string escaped) =>
        Unescaped(escaped) is { } bytes && Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    // Null where a percent sign is not followed by two hexadecimal digits.
    private static byte[]? Unescaped(string text)
    {
        var parts = text.Split('%');
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(parts[0])];
        foreach (var part in parts[1..])
        {
            if (part.Length < 2 || !byte.TryParse(
                part.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            bytes.Add(value);
            bytes.AddRange(Encoding.UTF8.GetBytes(part[2..]));
        }

        return [.. bytes];
    }
}

/// <summary>
/// A proxy variable is malformed: the provider must not start, since it would call Azure without the proxy.
/// </summary>
internal sealed class InvalidProxyException(string variable, string problem) : IOException(
    $"the environment variable {variable} {problem}. Set it to the proxy's address, such as "
    + "http://proxy.example.com:3128, or remove it.");
