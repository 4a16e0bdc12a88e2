namespace Provider.Http;

/// <summary>What differs by endpoint about trying again. That it ends is not in here: the mount's deadline ends it.</summary>
/// <param name="Endpoint">The endpoint's name in logs and metrics.</param>
/// <param name="IsWorthAnotherTry">Whether the next try may fare better than this one.</param>
/// <param name="FirstDelay">The wait before the second try, before jitter; it doubles from there.</param>
/// <param name="LongestDelay">What the wait grows to.</param>
/// <param name="TryTimeout">How long one try may take.</param>
internal sealed record RetryRules(
    string Endpoint,
    Func<CallOutcome, bool> IsWorthAnotherTry,
    TimeSpan FirstDelay,
    TimeSpan LongestDelay,
    TimeSpan TryTimeout)
{
    /// <summary>Key Vault: throttling and server errors pass, and so do broken connections.</summary>
    public static RetryRules Vault { get; } = new(
        "vault",
        outcome => outcome.Answer is { } answer ? IsPassing(answer.Status) : IsBrokenConnection(outcome.Error),
        FirstDelay: TimeSpan.FromMilliseconds(500),
        LongestDelay: TimeSpan.FromSeconds(16),
        TryTimeout: TimeSpan.FromSeconds(30));

    /// <summary>Whether a status says "not now" rather than "no" (RFC 9110, section 15; RFC 6585 for 429).</summary>
    /// <param name="status">An HTTP status.</param>
    public static bool IsPassing(int status) => status is 408 or 429 or 500 or 502 or 503 or 504;

    /// <summary>Whether an error is the network's rather than ours: no connection, a broken one, or a try that took too long.</summary>
    /// <param name="error">Why there was no answer. The caller's own end of the call is not asked about.</param>
    public static bool IsBrokenConnection(Exception? error) =>
        error is not null && CallFailures.Of(error) is CallFailure.Unreachable or CallFailure.TimedOut;
}
