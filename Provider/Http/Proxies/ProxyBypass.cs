using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Provider.Http.Proxies;

/// <summary>The hosts called without the proxy: NO_PROXY, as golang.org/x/net/http/httpproxy reads it.</summary>
// Entries are separated by commas: a domain with its subdomains (example.com), subdomains only (.example.com,
// *.example.com), an address, a range of addresses in CIDR notation, each but the range with an optional port, or * for
// every host. localhost and loopback addresses never go through a proxy.
internal sealed class ProxyBypass
{
    private readonly bool everything;
    private readonly ImmutableArray<Func<IPAddress, string, bool>> addresses;
    private readonly ImmutableArray<Func<string, string, bool>> domains;

    private ProxyBypass(
        bool everything, ImmutableArray<Func<IPAddress, string, bool>> addresses,
        ImmutableArray<Func<string, string, bool>> domains) =>
        (this.everything, this.addresses, this.domains) = (everything, addresses, domains);

    /// <summary>Reads the variable. An entry that is not valid matches nothing, as in Go.</summary>
    public static ProxyBypass Parse(string text)
    {
        var entries = text.ToLowerInvariant()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (entries.Contains("*"))
        {
            return new ProxyBypass(true, [], []);
        }

        var addresses = ImmutableArray.CreateBuilder<Func<IPAddress, string, bool>>();
        var domains = ImmutableArray.CreateBuilder<Func<string, string, bool>>();
        foreach (var entry in entries)
        {
            var (host, port) = HostAndPort.Split(entry) ?? (entry, "");
            if (Address(entry, host, port) is { } address)
            {
                addresses.Add(address);
            }
            else if (host.Length > 0)
            {
                domains.Add(Domain(host, port));
            }
        }

        return new ProxyBypass(false, addresses.ToImmutable(), domains.ToImmutable());
    }

    public bool Matches(string host, int port)
    {
        var address = GoAddress.Parse(host);
        if (everything || host == "localhost" || (address is not null && IPAddress.IsLoopback(address)))
        {
            return true;
        }

        var name = host.ToLowerInvariant();
        var used = port.ToString(CultureInfo.InvariantCulture);
        return (address is not null && addresses.Any(matches => matches(address, used)))
            || domains.Any(matches => matches(name, used));
    }

    private static Func<IPAddress, string, bool>? Address(string entry, string host, string port) =>
        AddressRange.Parse(entry) is { } range ? (address, _) => range.Contains(address)
        : GoAddress.Parse(host) is { } single
            ? (address, used) => address.Equals(single) && (port.Length == 0 || port == used)
        : null;

    private static Func<string, string, bool> Domain(string entry, string port)
    {
        var suffix = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[1..] : entry;
        var includesItself = suffix[0] != '.';
        suffix = Ascii(includesItself ? "." + suffix : suffix);
        return (host, used) =>
            (host.EndsWith(suffix, StringComparison.Ordinal)
                || (includesItself && host.AsSpan().SequenceEqual(suffix.AsSpan(1))))
            && (port.Length == 0 || port == used);
    }

    private static string Ascii(string name)
    {
        if (System.Text.Ascii.IsValid(name))
        {
            return name;
        }

        try
        {
            return "." + new IdnMapping().GetAscii(name, 1);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
