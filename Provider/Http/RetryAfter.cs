using System.Globalization;
using Azure;

namespace Provider.Http;

/// <summary>Reads how long an answer asks its caller to wait.</summary>
internal static class RetryAfter
{
    /// <summary>The header's wait, in its three spellings; none when there is none to be read.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="time">What "now" is, for the header's date form (RFC 9110, section 10.2.3).</param>
    public static TimeSpan? Read(Response answer, TimeProvider time)
    {
        if (Number(answer, "retry-after-ms") is { } milliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (Number(answer, "x-ms-retry-after-ms") is { } olderMilliseconds)
        {
            return TimeSpan.FromMilliseconds(olderMilliseconds);
        }

        if (Number(answer, "Retry-After") is { } seconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return answer.Headers.TryGetValue("Retry-After", out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && date > time.GetUtcNow()
            ? date - time.GetUtcNow()
            : null;
    }

    /// <summary>The wait as a clause of a sentence; empty when none is asked for.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="time">What "now" is.</param>
    public static string Clause(Response answer, TimeProvider time) =>
        Read(answer, time) is { } wait ? $" and asks to wait {Math.Ceiling(wait.TotalSeconds)} s" : "";

    private static int? Number(Response answer, string header) =>
        answer.Headers.TryGetValue(header, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
