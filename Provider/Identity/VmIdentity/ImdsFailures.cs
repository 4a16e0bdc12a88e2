using Azure;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.VmIdentity;

/// <summary>Makes failures to get a token from IMDS ours.</summary>
internal static class ImdsFailures
{
    /// <summary>The failure behind an answer without a token.</summary>
    /// <param name="answer">The last answer; its text is classified, never copied.</param>
    /// <param name="identityId">The identity that was asked for; none for the system-assigned one.</param>
    /// <param name="waited">From the first try to this answer.</param>
    /// <param name="time">The clock.</param>
    public static MountException FromAnswer(Response answer, string? identityId, TimeSpan waited, TimeProvider time)
    {
        var identity = identityId is null ? "the system-assigned identity" : $"the identity {Quoted.Text(identityId)}";
        return ImdsVerdicts.Read(answer.Status, answer.Content.ToMemory()) switch
        {
            ImdsVerdict.NotAssigned => new MountException(
                ErrorCodes.VmIdentityNotAssigned, $"IMDS knows nothing of {identity} on this node"),
            ImdsVerdict.Ambiguous => new MountException(
                ErrorCodes.VmIdentityAmbiguous, "IMDS cannot tell which of this node's identities is meant"),
            ImdsVerdict.Refused => new MountException(
                ErrorCodes.VmIdentityRefused, $"IMDS answered {answer.Status} for {identity}"),
            ImdsVerdict.Passing => new MountException(
                ErrorCodes.ImdsFailed, $"IMDS gave no token for {identity}{Waited.For(waited)}; its last answer was {answer.Status}{RetryAfter.Clause(answer, time)}"),
            _ => new MountException(ErrorCodes.ImdsFailed, $"what answers in IMDS's place gave {answer.Status} and no token"),
        };
    }

    /// <summary>The failure behind a request without an answer.</summary>
    /// <param name="failure">Why there was none.</param>
    /// <param name="error">The error behind it.</param>
    /// <param name="endpoint">IMDS's address.</param>
    /// <param name="waited">From the first try to this error.</param>
    public static MountException FromError(CallFailure failure, Exception error, Uri endpoint, TimeSpan waited) => failure switch
    {
        CallFailure.TimedOut => new MountException(
            ErrorCodes.ImdsTimeout, $"IMDS at {endpoint} did not answer within {Waited.Seconds(waited)}", error),
        CallFailure.TooLarge => new MountException(
            ErrorCodes.ImdsFailed, $"what answers at {endpoint} sent more bytes than a token can have", error),
        _ => new MountException(
            ErrorCodes.ImdsUnreachable, $"IMDS at {endpoint} cannot be reached ({CallFailures.Cause(error)}, tried for {Waited.Seconds(waited)})", error),
    };
}
