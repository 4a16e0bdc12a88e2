using System.Globalization;
using Azure;

namespace Provider.Http;

/// <summary>One attempt of a call: all that decides what it means.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Response">The response, its body read; none when there is an error.</param>
/// <param name="Error">Why there is no response.</param>
/// <param name="Duration">From the request to the end of the response.</param>
/// <param name="SinceFirst">From the call's first attempt to the end of this one.</param>
/// <param name="RequestedWait">How long the server asks to wait, at most <see cref="RetryAfter.Longest"/>.</param>
/// <param name="Now">When the attempt ended.</param>
/// <param name="Chance">From 0 to 1: spreads the retries of many calls.</param>
internal sealed record Attempt(
    int Number, Response? Response, Exception? Error, TimeSpan Duration, TimeSpan SinceFirst, TimeSpan? RequestedWait,
    DateTimeOffset Now, double Chance)
{
    /// <summary>The HTTP status; 0 without a response.</summary>
    public int Status => Response?.Status ?? 0;

    /// <summary>The response's body; empty without one.</summary>
    public ReadOnlyMemory<byte> Body => Response?.Content.ToMemory() ?? default;

    /// <summary>How long the call has taken, such as <c> for 30 s</c>; empty when it was too short to mention.</summary>
    public string Waited => Http.Waited.For(SinceFirst);

    /// <summary>What the server asked for, such as <c> and asks to wait 7 s</c>; empty when it asked for nothing.</summary>
    public string AskedToWait =>
        RequestedWait is { } wait ? $" and asks to wait {Math.Ceiling(wait.TotalSeconds)} s" : "";
}

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
