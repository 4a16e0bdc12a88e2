using System.Globalization;

namespace Provider.Http;

/// <summary>Tells how long something was waited for.</summary>
internal static class Waited
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(0.5);

    /// <summary>A time in seconds, such as <c>30 s</c>; below one in tenths.</summary>
    /// <param name="time">From the first try to the last answer.</param>
    public static string Seconds(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Round(time.TotalSeconds, time < TimeSpan.FromSeconds(1) ? 1 : 0)} s");

    /// <summary>The time as a clause, such as <c> for 30 s</c>; empty when it was too short to mention.</summary>
    /// <param name="time">From the first try to the last answer.</param>
    public static string For(TimeSpan time) => time < Noticed ? "" : $" for {Seconds(time)}";
}
