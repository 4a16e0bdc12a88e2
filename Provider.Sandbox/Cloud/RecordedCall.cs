using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>A request that reached the simulated cloud, and the response.</summary>
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
    /// <summary>The server name in TLS (SNI); empty without TLS.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>The status of the response; 0 while the call is in progress, and when it was aborted.</summary>
    public int Status { get; init; }

    public bool IsOver { get; init; }

    /// <summary>Its place in the order of arrival, from 0.</summary>
    public int Number { get; init; }

    public DateTimeOffset Time { get; init; }

    /// <summary>The path's segments, without empty ones at its ends.</summary>
    public string[] Segments => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The token of an <c>Authorization: Bearer</c> header.</summary>
    public string? BearerToken =>
        Headers.GetValueOrDefault("Authorization") is { } value
            && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? value["Bearer ".Length..]
            : null;

    /// <summary>A short text without secrets.</summary>
    public override string ToString() => $"#{Number} {Service} {Method} {Host}{Path} -> {Status}";
}
