using Provider.Http;
using Provider.Http.Failures;
using Provider.Model;

namespace Provider.Tool.Login;

/// <summary>An endpoint whose client library reads the responses; only retries are decided here.</summary>
internal sealed record LibraryEndpoint(
    string Name, ErrorCode Failure, TimeSpan FirstDelay, TimeSpan LongestDelay, TimeSpan AttemptTimeout)
    : RemoteEndpoint(Name, FirstDelay, LongestDelay, AttemptTimeout)
{
    public override bool PassesFailures => true;

    public override Outcome Read(Attempt attempt) =>
        attempt.Response is not null && !IsTransient(attempt.Status) ? new Outcome.Success()
        : attempt.Error is not null && CallFailure.Of(attempt.Error).IsFinal ? new Outcome.Fail(Failure, "no response")
        : Retry(attempt, Failure, "no usable response");
}
