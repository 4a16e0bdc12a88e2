using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>A request that reached the stand-in, and the response.</summary>
internal sealed record RecordedCall(
    string Service,
    string Host,
    string Method,
    string Path,
    ImmutableDictionary<string, string> Query,
    string RawQuery,
    ImmutableDictionary<string, string> Headers,
    ImmutableDictionary<string, string> Form,
    string Body)
{
    /// <summary>The name that was asked for in TLS; empty without TLS.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>The status of the response; 0 while the call is under way, and when it was broken off.</summary>
    public int Status { get; init; }

    public bool IsOver { get; init; }

    /// <summary>Its place in the order of arrival, from 0.</summary>
    public int Number { get; init; }

    public DateTimeOffset Time { get; init; }

    /// <summary>The path's segments, without the empty ones that slashes at either end make.</summary>
    public string[] Segments => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The token of an <c>Authorization: Bearer</c> header.</summary>
    public string? BearerToken =>
        Headers.GetValueOrDefault("Authorization") is { } value
            && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? value["Bearer ".Length..]
            : null;

    /// <summary>Short, and without anything secret.</summary>
    public override string ToString() => $"#{Number} {Service} {Method} {Host}{Path} -> {Status}";
}
