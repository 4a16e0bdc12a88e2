using System.Globalization;

namespace Provider.Model;

/// <summary>A file's permission bits, 0 to 0777; every instance has been checked.</summary>
internal readonly record struct FilePermission
{
    private const int Highest = 0b111_111_111;

    private FilePermission(int bits) => Bits = bits;

    /// <summary>The bits, 0 to 511.</summary>
    public int Bits { get; }

    /// <summary>Reads octal text, such as <c>0644</c>; null for anything else or above 0777.</summary>
    public static FilePermission? FromOctal(string text)
    {
        var bits = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || bits > Highest)
            {
                return null;
            }

            bits = (bits << 3) | (digit - '0');
        }

        return text.Length > 0 && bits <= Highest ? new FilePermission(bits) : null;
    }

    /// <summary>Reads the driver's decimal number, such as <c>420</c> for 0644; null for anything else.</summary>
    public static FilePermission? FromDecimal(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= Highest
            ? new FilePermission(bits)
            : null;

    public override string ToString() => Convert.ToString(Bits, 8).PadLeft(4, '0');
}
