using System.Globalization;
using Azure;
using Provider.Model;

namespace Provider.Http;

/// <summary>
/// One attempt of a call, with everything that determines its outcome. <c>Response</c> is null after an error.
/// </summary>
internal sealed record Attempt(
    int Number, Response? Response, Exception? Error, TimeSpan Duration, TimeSpan SinceFirst, TimeSpan? RequestedWait,
    DateTimeOffset Now, double Chance)
{
    /// <summary>The HTTP status; 0 without a response.</summary>
    public int Status => Response?.Status ?? 0;

    /// <summary>The response's body; empty without one.</summary>
    public ReadOnlyMemory<byte> Body { get; } = Response?.Content.ToMemory() ?? default;

    /// <summary>The call's duration, such as <c> for 30 s</c>; empty when too short to mention.</summary>
    public string Waited => ElapsedText.For(SinceFirst);

    /// <summary>The same for retries, such as <c> (retried for 30 s)</c>; empty for the first attempt.</summary>
    public string Retried => Number > 1 ? $" (retried for {ElapsedText.Seconds(SinceFirst)})" : "";

    /// <summary>The requested wait, such as <c> and asks to wait 7 s</c>; empty without one.</summary>
    public string RequestedWaitText =>
        RequestedWait is { } wait ? $" and asks to wait {Math.Ceiling(wait.TotalSeconds)} s" : "";
}

/// <summary>What an attempt means. Retries, errors, metrics, spans and throttling all go by this one value.</summary>
internal abstract record Outcome
{
    /// <summary>The kind of failure; none for a success.</summary>
    public virtual ErrorCode? Code => null;

    /// <summary>The response is the one that was asked for.</summary>
    public record Success : Outcome;

    /// <summary>A failure that may pass.</summary>
    public sealed record Retry(ErrorCode Kind, string Text, TimeSpan Delay, string? Remedy = null) : Outcome
    {
        public override ErrorCode Code => Kind;
    }

    /// <summary>A failure that a retry would not change.</summary>
    public sealed record Fail(ErrorCode Kind, string Text, string? Remedy = null) : Outcome
    {
        public override ErrorCode Code => Kind;
    }

    public MountException ToException(Exception? inner) => this switch
    {
        Retry retry => new MountException(retry.Kind, retry.Text, inner, retry.Remedy),
        Fail fail => new MountException(fail.Kind, fail.Text, inner, fail.Remedy),
        _ => throw new InvalidOperationException("A success is not an error."),
    };
}

/// <summary>Formats how long something took.</summary>
internal static class ElapsedText
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(0.5);

    /// <summary>A time in seconds, such as <c>30 s</c>; below one in tenths.</summary>
    public static string Seconds(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Round(time.TotalSeconds, time < TimeSpan.FromSeconds(1) ? 1 : 0)} s");

    /// <summary>The time as a clause, such as <c> for 30 s</c>; empty when it was too short to mention.</summary>
    public static string For(TimeSpan time) => time < Noticed ? "" : $" for {Seconds(time)}";
}
