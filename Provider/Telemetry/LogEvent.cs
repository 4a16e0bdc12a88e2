
namespace Provider.Telemetry;

/// <summary>One thing to log.</summary>
/// <param name="Time">When.</param>
/// <param name="Level">How bad.</param>
/// <param name="Category">Whose.</param>
/// <param name="EventId">Which.</param>
/// <param name="Message">What.</param>
/// <param name="Fields">Of what: names and values.</param>
/// <param name="Trace">In which trace; none outside a mount.</param>
/// <param name="Error">The exception behind it, of which the message is never written.</param>
internal readonly record struct LogEvent(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    int EventId,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Fields,
    string? Trace,
    Exception? Error);
