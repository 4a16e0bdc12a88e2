
namespace Provider.Telemetry;

/// <summary>One thing to log.</summary>
internal readonly record struct LogEvent(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    string Event,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Fields,
    string? Trace,
    Exception? Error);
