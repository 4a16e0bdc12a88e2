using System.Globalization;
using System.Text.RegularExpressions;

namespace Provider.Parameters;

/// <summary>Reads whole numbers as Go's yaml.v3 reads them into an int32.</summary>
internal static partial class GoNumber
{
    /// <summary>Reads an int32 as yaml.v3: prefixes, octal after 0, a cut fraction; null otherwise.</summary>
    public static int? ReadInt32(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        var value = Integer().Match(plain) is { Success: true } match ? ReadInteger(match)
            : Fraction().IsMatch(plain) ? double.Parse(plain, CultureInfo.InvariantCulture)
            : double.NaN;
        return value > int.MinValue - 1d && value < int.MaxValue + 1d ? (int)value : null;
    }

    private static double ReadInteger(Match match)
    {
        var radix =
            match.Groups["radix"].Value.ToUpperInvariant() switch { "0X" => 16, "0B" => 2, "0O" or "0" => 8, _ => 10 };
        var value = 0d;
        foreach (var digit in match.Groups["digits"].Value)
        {
            value = (value * radix)
                + (char.IsAsciiDigit(digit) ? digit - '0' : char.ToUpperInvariant(digit) - 'A' + 10);
        }

        return match.Groups["sign"].Value == "-" ? -value : value;
    }

    [GeneratedRegex(
        @"\A(?<sign>[-+]?)((?<radix>0[xX])(?<digits>[0-9A-Fa-f]+)|(?<radix>0[bB])(?<digits>[01]+)"
        + @"|(?<radix>0[oO]?)(?<digits>[0-7]+)|(?<digits>0|[1-9][0-9]*))\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Fraction();
}
