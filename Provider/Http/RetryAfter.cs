using System.Globalization;
using System.Net.Http.Headers;
using Azure;

namespace Provider.Http;

/// <summary>Reads the wait that a response requests.</summary>
internal static class RetryAfter
{
    /// <summary>The longest accepted wait: after it, calls are tried again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly (string Header, TimeSpan Unit)[] Numbers =
    [
        ("retry-after-ms", TimeSpan.FromMilliseconds(1)),
        ("x-ms-retry-after-ms", TimeSpan.FromMilliseconds(1)),
        ("Retry-After", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>The wait, from zero to <see cref="Longest"/>; null without such a header.</summary>
    // Azure's own headers come first; Retry-After is seconds or a date (RFC 9110, section 10.2.3).
    public static TimeSpan? Read(Response response, TimeProvider time)
    {
        foreach (var (header, unit) in Numbers)
        {
            if (response.Headers.TryGetValue(header, out var text) && Number(text) is { } number)
            {
                return number < Longest / unit ? number * unit : Longest;
            }
        }

        return response.Headers.TryGetValue("Retry-After", out var date)
            && RetryConditionHeaderValue.TryParse(date, out var condition)
            && condition.Date - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero
            ? wait < Longest ? wait : Longest
            : null;
    }

    // Digits only, but as many as there are.
    private static double? Number(string text) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
