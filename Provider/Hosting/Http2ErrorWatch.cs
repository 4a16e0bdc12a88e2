using Microsoft.Extensions.Logging.Abstractions;

namespace Provider.Hosting;

/// <summary>Reports Kestrel's HTTP/2 errors, from its debug log, as requests that cannot be served.</summary>
internal sealed class Http2ErrorWatch(UnservedRequests unserved) : ILoggerProvider
{
    /// <summary>The prefix of the categories whose debug events must reach this provider.</summary>
    public const string Prefix = "Microsoft.AspNetCore.Server.Kestrel";

    // Kestrel checks the first category's level before it writes an event of the second.
    public ILogger CreateLogger(string categoryName) =>
        categoryName is Prefix or Prefix + ".BadRequests" or Prefix + ".Http2"
            ? new Watch(unserved)
            : NullLogger.Instance;

    public void Dispose()
    {
    }

    private sealed class Watch(UnservedRequests unserved) : ILogger
    {
        // KestrelTrace.Http2.cs and KestrelTrace.BadRequests.cs of ASP.NET Core; the numbers up to 63 are one sequence.
        private const int ConnectionError = 29;
        private const int StreamError = 30;
        private const int HpackError = 31;

        private const int StreamReset = 35;
        private const int OtherVersion = 54;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            switch (eventId.Id)
            {
                case ConnectionError or StreamError or HpackError:
                case StreamReset when !IsEndOfCall(fields):
                    unserved.Report(exception?.Message ?? eventId.Name ?? "unknown error");
                    break;
                case OtherVersion when Value(fields, "ExpectedHttpVersion") == "HTTP/2":
                    unserved.Report($"the client speaks {Value(fields, "DetectedHttpVersion")}, not HTTP/2");
                    break;
            }
        }

        // A call that ends at its deadline, or before its request does, is also reset, but has been served.
        private static bool IsEndOfCall(IReadOnlyList<KeyValuePair<string, object?>> fields) =>
            Value(fields, "error") is "NO_ERROR" or "CANCEL";

        private static string? Value(IReadOnlyList<KeyValuePair<string, object?>> fields, string name) =>
            fields.FirstOrDefault(field => field.Key == name).Value?.ToString();
    }
}
