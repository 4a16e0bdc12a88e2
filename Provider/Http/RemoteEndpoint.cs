using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http.Failures;
using Provider.Model;

namespace Provider.Http;

/// <summary>A remote endpoint and one request to it: reads the outcome of each attempt.</summary>
internal abstract record RemoteEndpoint(
    string Name, TimeSpan FirstDelay, TimeSpan LongestDelay, TimeSpan AttemptTimeout)
{
    private const string Property = "provider-endpoint";

    /// <summary>Whether the client library that made the call reads its failures itself.</summary>
    public virtual bool PassesFailures => false;

    /// <summary>Whether a long call is logged, once.</summary>
    public virtual bool ReportsWaiting => false;

    /// <summary>Reads an attempt. Pure, and never throws for any response.</summary>
    public abstract Outcome Read(Attempt attempt);

    /// <summary>The endpoint of a request; null if it was not declared.</summary>
    public static RemoteEndpoint? Of(HttpMessage message) =>
        message.TryGetProperty(Property, out var value) ? value as RemoteEndpoint : null;

    public void Attach(HttpMessage message) => message.SetProperty(Property, this);

    /// <summary>
    /// Declares the endpoint of all requests that a client library makes before the scope is disposed of.
    /// </summary>
    public IDisposable Begin() =>
        HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = this });

    /// <summary>Whether a status says "not now" rather than "no" (RFC 9110, section 15; RFC 6585 for 429).</summary>
    protected static bool IsTransient(int status) => status is 408 or 429 or 500 or 502 or 503 or 504;

    /// <summary>Reads an attempt without a response, the same for every endpoint.</summary>
    // place: the endpoint as messages name it. codes: of a timeout, of no connection and of a response that is too
    // large.
    // connecting: connections are retried for this long; null for as long as the mount may take.
    protected Outcome WithoutResponse(
        Attempt attempt, string place, (ErrorCode TimedOut, ErrorCode Unreachable, ErrorCode TooLarge) codes,
        TimeSpan? connecting = null, string purpose = "", bool hasRemedy = true)
    {
        var failure = CallFailure.Of(attempt.Error!);
        var (code, text) = failure.Kind switch
        {
            CallFailureKind.TimedOut => (
                codes.TimedOut,
                $"{place} did not respond{purpose} within {ElapsedText.Seconds(attempt.SinceFirst)}"),
            CallFailureKind.TooLarge => (codes.TooLarge, $"{place} sent {failure.Text}"),
            _ => (
                failure.IsOfProxy ? ErrorCodes.ProxyFailed : codes.Unreachable,
                $"could not connect to {place}: {failure.Text}{attempt.Retried}"),
        };
        var remedy = hasRemedy ? failure.Remedy : null;
        return failure.IsFinal || attempt.SinceFirst >= connecting
            ? new Outcome.Fail(code, text, remedy)
            : Retry(attempt, code, text, remedy);
    }

    /// <summary>A temporary failure, to be retried after the larger of the server's wait and the back-off.</summary>
    protected Outcome Retry(Attempt attempt, ErrorCode code, string text, string? remedy = null) =>
        new Outcome.Retry(code, text, Delay(attempt), remedy);

    /// <summary>
    /// The wait before the next attempt: never zero, so that a server cannot cause a burst of retries.
    /// </summary>
    protected TimeSpan Delay(Attempt attempt)
    {
        // 2^20 times any first delay is longer than the longest.
        var grown = FirstDelay * Math.Pow(2, Math.Min(attempt.Number - 1, 20));
        var own = (grown < LongestDelay ? grown : LongestDelay) * (0.5 + attempt.Chance);
        return attempt.RequestedWait is { } asked && asked > own ? asked : own;
    }
}
