using System.Net;

namespace Provider.Http.Proxies;

/// <summary>A range of addresses in CIDR notation (RFC 4632, RFC 4291), which may have bits set behind the prefix.</summary>
internal sealed record AddressRange(IPAddress Address, int PrefixLength)
{
    private const int MappedPrefix = 96; // of an IPv4 address in IPv6 form

    /// <summary>The range; null if the text is not one.</summary>
    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || GoAddress.Parse(text[..slash]) is not { } address || PrefixOf(text[(slash + 1)..]) is not { } length)
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

    /// <summary>Whether an address is in the range.</summary>
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
        text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
