using Azure;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.PodIdentity;

/// <summary>Makes failures to get a token from NMI ours: which of the cases it is, and how long was waited.</summary>
internal static class NmiFailures
{
    /// <summary>The failure behind an answer without a token.</summary>
    /// <param name="answer">The last answer; its text is classified, never copied.</param>
    /// <param name="endpoint">NMI's address.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="waited">From the first try to this answer.</param>
    /// <param name="time">The clock.</param>
    public static MountException FromAnswer(Response answer, Uri endpoint, PodReference pod, TimeSpan waited, TimeProvider time)
    {
        var body = answer.Content.ToString();
        var tried = Waited.For(waited);
        return NmiVerdicts.Read(answer.Status, body) switch
        {
            NmiVerdict.NotAssigned => new MountException(
                ErrorCodes.PodIdentityNotAssigned, $"NMI found no identity assigned to pod {pod}{tried}"),
            NmiVerdict.Refused or NmiVerdict.RefusedForNow => new MountException(
                ErrorCodes.PodIdentityRefused,
                $"NMI got no token for the identity of pod {pod}{tried}: Azure answered {NmiVerdicts.AzureStatus(body)}"),
            NmiVerdict.Misconfigured => new MountException(
                ErrorCodes.PodIdentityMisconfigured, $"NMI cannot use the AzureIdentity of pod {pod}"),
            NmiVerdict.NotFromHost => new MountException(
                ErrorCodes.NmiRefusesCaller, $"NMI at {endpoint} refused the provider's address"),
            NmiVerdict.WrongProtocol => new MountException(
                ErrorCodes.NmiProtocol, $"{endpoint} answered {answer.Status} to a request for a token"),
            _ => new MountException(
                ErrorCodes.NmiFailed, $"NMI at {endpoint} gave no token for pod {pod}{tried}; its last answer was {answer.Status}{TokenAnswer.Missing(answer)}{RetryAfter.Clause(answer, time)}"),
        };
    }

    /// <summary>The failure behind a request without an answer.</summary>
    /// <param name="failure">Why there was none.</param>
    /// <param name="error">The error behind it.</param>
    /// <param name="endpoint">NMI's address.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="waited">From the first try to this error.</param>
    public static MountException FromError(CallFailure failure, Exception error, Uri endpoint, PodReference pod, TimeSpan waited) => failure switch
    {
        CallFailure.TimedOut => new MountException(
            ErrorCodes.NmiTimeout, $"NMI at {endpoint} did not answer for pod {pod} within {Waited.Seconds(waited)}", error),
        CallFailure.TooLarge => new MountException(
            ErrorCodes.NmiProtocol, $"{endpoint} answered with more bytes than a token can have", error),
        _ => new MountException(
            ErrorCodes.NmiUnreachable, $"nothing answers at NMI's address {endpoint} (tried for {Waited.Seconds(waited)})", error),
    };
}
