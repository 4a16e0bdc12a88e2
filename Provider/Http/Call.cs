using Azure;
using Azure.Core;

namespace Provider.Http;

/// <summary>One call, from its first attempt to its last; it is a property of the request.</summary>
internal sealed class Call
{
    private const string Property = "provider-call";

    private readonly TimeProvider time;
    private readonly Func<double> chance;
    private readonly long started;
    private long attemptStarted;
    private int attempts;

    public Call(HttpMessage message, RemoteEndpoint endpoint, TimeProvider time, Func<double> chance)
    {
        (Endpoint, this.time, this.chance) = (endpoint, time, chance);
        started = attemptStarted = time.GetTimestamp();
        message.SetProperty(Property, this);
        message.NetworkTimeout = endpoint.AttemptTimeout;
    }

    public RemoteEndpoint Endpoint { get; }

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>The outcome of the latest attempt; null before the first has ended.</summary>
    public Outcome? Outcome { get; private set; }

    public Exception? Error { get; private set; }

    /// <summary>How long the latest response asks to wait; null when it does not ask.</summary>
    public TimeSpan? RequestedWait { get; private set; }

    public bool IsReported { get; set; }

    public static Call Of(HttpMessage message) =>
        message.TryGetProperty(Property, out var value) && value is Call call
            ? call
            : throw new InvalidOperationException("The request was not sent through the retry policy.");

    public void CountAttempt()
    {
        attempts++;
        attemptStarted = time.GetTimestamp();
    }

    /// <summary>The request itself is sent, after any waits.</summary>
    public void Sending() => attemptStarted = time.GetTimestamp();

    public Outcome End(Response? response, Exception? error)
    {
        Error = error;
        RequestedWait = response is null ? null : RetryAfter.Read(response, time);
        return Outcome = Endpoint.Read(new Attempt(
            attempts, response, error, time.GetElapsedTime(attemptStarted), Elapsed, RequestedWait, time.GetUtcNow(),
            chance()));
    }
}
