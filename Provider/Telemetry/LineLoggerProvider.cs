using System.Diagnostics;

namespace Provider.Telemetry;

/// <summary>Formats log events as lines, and hands whole lines to one writer.</summary>
internal sealed class LineLoggerProvider : ILoggerProvider
{
    private readonly TextWriter output;
    private readonly LogFormat format;
    private readonly TimeProvider time;

    // A writer takes one line at a time: two threads' lines must not mix.
    private readonly Lock gate = new();

    public LineLoggerProvider(TextWriter output, LogFormat format, TimeProvider time)
    {
        (this.output, this.format, this.time) = (output, format, time);
        if (output is LogWriter queue)
        {
            queue.Report = count => LogLines.Format(format, new LogEvent(
                time.GetUtcNow(), LogLevel.Warning, nameof(LogWriter), "LogLinesDropped", $"{count} log lines dropped",
                [], null,
                null));
        }
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

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

        // The logger factory's filter has been applied before.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        // The generated name of an event is its method's, such as LogMounted.
        private static string Name(EventId id) => (id.Name ?? "").Replace("Log", "", StringComparison.Ordinal);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            provider.Write(new LogEvent(
                provider.time.GetUtcNow(), logLevel, category, Name(eventId), formatter(state, exception), fields,
                Activity.Current?.TraceId.ToHexString(), exception));
        }
    }
}
