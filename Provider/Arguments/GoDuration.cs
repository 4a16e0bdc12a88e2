using System.Buffers;
using System.Globalization;

namespace Provider.Arguments;

/// <summary>Durations as Go's <c>time.ParseDuration</c> reads them, such as <c>1m30s</c> or <c>.5s</c>.</summary>
internal static class GoDuration
{
    // Go's durations are 64-bit nanoseconds: up to 292 years, positive or negative.
    private const ulong MostNanoseconds = 1UL << 63;
    private const int NanosecondsPerTick = 100;

    private static readonly SearchValues<char> NumberStart = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration, in whole ticks of 100 ns; null where Go returns an error.</summary>
    public static TimeSpan? Read(string text)
    {
        var isNegative = text.StartsWith('-');
        var rest = (isNegative || text.StartsWith('+') ? text[1..] : text).AsSpan();
        if (rest is "0" or "")
        {
            return rest.IsEmpty ? null : TimeSpan.Zero;
        }

        UInt128 total = 0;
        while (!rest.IsEmpty)
        {
            if (ReadPart(ref rest) is not { } part || (total += part) > MostNanoseconds)
            {
                return null;
            }
        }

        if (!isNegative && total == MostNanoseconds)
        {
            return null;
        }

        var ticks = (long)(ulong)(total / NanosecondsPerTick);
        return TimeSpan.FromTicks(isNegative ? -ticks : ticks);
    }

    /// <summary>Writes a duration in the largest unit without a fraction: <c>30s</c>, <c>500ms</c>.</summary>
    public static string Write(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0",
        _ when duration.Ticks % TimeSpan.TicksPerHour == 0 => Text(duration.TotalHours, "h"),
        _ when duration.Ticks % TimeSpan.TicksPerMinute == 0 => Text(duration.TotalMinutes, "m"),
        _ when duration.Ticks % TimeSpan.TicksPerSecond == 0 => Text(duration.TotalSeconds, "s"),
        _ => Text(duration.TotalMilliseconds, "ms"),
    };

    private static string Text(double count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");

    // A number, with or without a fraction, and its unit.
    private static UInt128? ReadPart(ref ReadOnlySpan<char> rest)
    {
        var whole = rest[..CountDigits(rest)];
        rest = rest[whole.Length..];
        var fraction = rest is ['.', ..] ? rest[1..(1 + CountDigits(rest[1..]))] : [];
        rest = rest[(rest is ['.', ..] ? 1 + fraction.Length : 0)..];
        // A unit ends where the next number begins.
        var end = rest.IndexOfAny(NumberStart) is >= 0 and var next ? next : rest.Length;
        if (whole.IsEmpty && fraction.IsEmpty || Unit(rest[..end]) is not { } unit)
        {
            return null;
        }

        rest = rest[end..];
        if (!ulong.TryParse(whole.IsEmpty ? "0" : whole, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || (UInt128)count * unit > MostNanoseconds)
        {
            return null;
        }

        // A fraction is less than one unit; digits below a nanosecond are ignored.
        var share = fraction.IsEmpty
            ? 0
            : decimal.Parse("0." + fraction[..Math.Min(fraction.Length, 18)].ToString(), CultureInfo.InvariantCulture);
        return (UInt128)count * unit + (ulong)(share * unit);
    }

    private static int CountDigits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;

    private static ulong? Unit(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "\u00b5s" or "\u03bcs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };
}
