using System.Net;
using System.Net.Sockets;

namespace Provider.Http.Proxies;

/// <summary>Reads IP addresses as Go's net.ParseIP does: without the short and octal forms that .NET takes, and without zones.</summary>
internal static class GoAddress
{
    /// <summary>The address; an IPv4 address in IPv6 form is that IPv4 address. Null if the text is not an address.</summary>
    public static IPAddress? Parse(string text)
    {
        var isIPv6 = text.Contains(':', StringComparison.Ordinal);
        if ((isIPv6 ? text.AsSpan().IndexOfAny("%[]/") >= 0 : !IsFourNumbers(text)) || !IPAddress.TryParse(text, out var address))
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
            && numbers.All(number => number.Length is > 0 and <= 3 && number.All(char.IsAsciiDigit) && (number.Length == 1 || number[0] != '0'));
    }
}
