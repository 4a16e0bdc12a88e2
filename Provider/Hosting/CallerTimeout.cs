using System.Globalization;

namespace Provider.Hosting;

/// <summary>The caller's timeout in a request ("Timeout" of gRPC over HTTP/2).</summary>
internal static class CallerTimeout
{
    private const string Header = "grpc-timeout";

    // The most digits of a timeout.
    private const long Most = 99_999_999;

    /// <summary>The timeout of a request; null without a timeout.</summary>
    public static TimeSpan? Of(HttpRequest request)
    {
        var text = request.Headers[Header].ToString();
        return text.Length > 1
            && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            && amount <= Most
                ? text[^1] switch
                {
                    'H' => TimeSpan.FromHours(amount),
                    'M' => TimeSpan.FromMinutes(amount),
                    'S' => TimeSpan.FromSeconds(amount),
                    'm' => TimeSpan.FromMilliseconds(amount),
                    'u' => TimeSpan.FromMicroseconds(amount),
                    'n' => TimeSpan.FromMicroseconds(amount / 1000),
                    _ => null,
                }
                : null;
    }

    /// <summary>Replaces the timeout by the remaining time: gRPC counts from when it gets the request.</summary>
    public static void Shorten(HttpRequest request, TimeSpan elapsed)
    {
        if (Of(request) is { TotalMilliseconds: <= Most } timeout)
        {
            var left = Math.Max(0, (long)(timeout - elapsed).TotalMilliseconds);
            request.Headers[Header] = string.Create(CultureInfo.InvariantCulture, $"{left}m");
        }
    }
}
