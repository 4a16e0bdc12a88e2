using System.Net;
using System.Net.Sockets;

namespace Provider.Http.Proxies;

/// <summary>Reads IP addresses as Go's net.ParseIP does: no short or octal forms, no zones.</summary>
internal static class GoAddress
{
    /// <summary>An IPv4 address in IPv6 form is read as IPv4. Null if the text is not an address.</summary>
    public static IPAddress? Parse(string text)
    {
        var isIPv6 = text.Contains(':', StringComparison.Ordinal);
        if ((isIPv6 ? text.AsSpan().IndexOfAny("%[]/") >= 0 : !IsFourNumbers(text))
            || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : isIPv6 == (address.AddressFamily == AddressFamily.InterNetworkV6) ? address
            : null;
    }

    private static bool IsFourNumbers(string text)
    {
        var numbers = text.Split('.');
        return numbers.Length == 4
            && numbers.All(
                number =>
                    number.Length is > 0 and <= 3 && number.All(char.IsAsciiDigit)
                        && (number.Length == 1 || number[0] != '0'));
    }
}

/// <summary>Splits <c>host:port</c> and <c>[address]:port</c> by the rules of Go's net.SplitHostPort.</summary>
internal static class HostAndPort
{
    /// <summary>Either part may be empty; null without a port, or with misplaced brackets or colons.</summary>
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

        return host.Contains('[', StringComparison.Ordinal) || rest.AsSpan().IndexOfAny("[]") >= 0
            ? null
            : (host, rest[1..]);
    }
}

/// <summary>A range of addresses in CIDR notation (RFC 4632, RFC 4291); bits after the prefix may be set.</summary>
internal sealed record AddressRange(IPAddress Address, int PrefixLength)
{
    private const int MappedPrefix = 96; // of an IPv4 address in IPv6 form

    /// <summary>The range; null if the text is not one.</summary>
    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || GoAddress.Parse(text[..slash]) is not { } address
            || PrefixOf(text[(slash + 1)..]) is not { } length)
        {
            return null;
        }

        var bits = address.GetAddressBytes().Length * 8;
        if (bits == 32 && text.AsSpan(0, slash).Contains(':'))
        {
            return length is >= MappedPrefix and <= 128 ? new AddressRange(address, length - MappedPrefix) : null;
        }

        return length <= bits ? new AddressRange(address, length) : null;
    }

    public bool Contains(IPAddress address)
    {
        var (range, other) = (Address.GetAddressBytes(), address.GetAddressBytes());
        if (range.Length != other.Length)
        {
            return false;
        }

        var (whole, rest) = (PrefixLength / 8, PrefixLength % 8);
        return range.AsSpan(0, whole).SequenceEqual(other.AsSpan(0, whole))
            && (rest == 0 || (range[whole] ^ other[whole]) >> (8 - rest) == 0);
    }

    private static int? PrefixOf(string text) =>
        text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit)
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
