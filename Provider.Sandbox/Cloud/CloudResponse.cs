using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud;

/// <summary>A service's response: status, content type, body, and further headers.</summary>
internal sealed record CloudResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static CloudResponse Json(int status, JsonNode body) =>
        new(status, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static CloudResponse Text(int status, string text) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static CloudResponse Empty(int status) => new(status, "", ReadOnlyMemory<byte>.Empty);

    public CloudResponse With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };

    public CloudResponse RetryAfter(TimeSpan wait) =>
        With("Retry-After", ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
}
