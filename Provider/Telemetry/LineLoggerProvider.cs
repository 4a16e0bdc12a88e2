using System.Diagnostics;

namespace Provider.Telemetry;

/// <summary>Writes log lines to one writer, whole lines only.</summary>
/// <param name="output">Where to: the process's standard error.</param>
/// <param name="format">How they look.</param>
/// <param name="time">The clock.</param>
internal sealed class LineLoggerProvider(TextWriter output, LogFormat format, TimeProvider time) : ILoggerProvider
{
    // A writer takes one line at a time: two threads' lines must not mix.
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <summary>The writer belongs to whoever made it.</summary>
    public void Dispose()
    {
    }

    private void Write(LogEvent logged)
    {
        var line = LogLines.Format(format, logged);
        lock (gate)
        {
            output.WriteLine(line);
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The logger factory's filter has been asked before.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            provider.Write(new LogEvent(
                provider.Now, logLevel, category, eventId.Id, formatter(state, exception), fields, Activity.Current?.TraceId.ToHexString(), exception));
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();
}
