namespace Provider.Http.Proxies;

/// <summary>Splits <c>host:port</c> and <c>[address]:port</c> by the rules of Go's net.SplitHostPort.</summary>
internal static class HostAndPort
{
    /// <summary>Host and port, either of which may be empty; null if the text has no port, or brackets and colons where none belong.</summary>
    public static (string Host, string Port)? Split(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        var (host, rest) = (text[..colon], text[colon..]);
        if (text[0] == '[')
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end + 1 != colon)
            {
                return null;
            }

            host = text[1..end];
        }
        else if (host.AsSpan().IndexOfAny(":]") >= 0)
        {
            return null;
        }

        return host.Contains('[', StringComparison.Ordinal) || rest.AsSpan().IndexOfAny("[]") >= 0 ? null : (host, rest[1..]);
    }
}
