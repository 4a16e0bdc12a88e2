using System.Globalization;

namespace Provider.Arguments;

/// <summary>The type of a flag's value. Every value is checked, including those that a later one replaces.</summary>
internal sealed record FlagType(string Placeholder, string Format, Func<string, bool> IsValid)
{
    /// <summary>A switch; <c>-name</c> alone is true, and the next word is never its value.</summary>
    public static readonly FlagType Boolean = new("", "true or false", text => GoNumber.ReadBoolean(text) is not null);

    /// <summary>Go's <c>int</c>.</summary>
    public static readonly FlagType Integer = new("NUMBER", "a number", text => GoNumber.ReadInteger(text) is not null);

    /// <summary>Go's <c>uint64</c>.</summary>
    public static readonly FlagType Unsigned =
        new("NUMBER", "a number", text => GoNumber.ReadUnsigned(text) is not null);

    /// <summary>The decimal number of klog's <c>-v</c>.</summary>
    public static readonly FlagType Decimal =
        new("NUMBER", "a decimal number", text => GoNumber.ReadDecimal(text) is not null);

    /// <summary>Go's <c>time.Duration</c>.</summary>
    public static readonly FlagType Duration =
        new("DURATION", "a duration such as 5s", text => GoDuration.Read(text) is not null);

    public static readonly FlagType Text = new("TEXT", "text", _ => true);

    public static readonly FlagType Url = new("URL", "a URL", _ => true);

    public static readonly FlagType Share = new("NUMBER", "0 to 1", text => ReadShare(text) is not null);

    /// <summary>Reads a share, 0 to 1.</summary>
    public static double? ReadShare(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : null;
}
