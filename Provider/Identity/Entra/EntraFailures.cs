using Azure;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>Makes Entra's refusals and failures ours: what was asked, and what to change.</summary>
internal static class EntraFailures
{
    /// <summary>The failure behind an answer without a token.</summary>
    /// <param name="answer">The last answer; only its status and error number are told.</param>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="application">Whose token was asked for.</param>
    /// <param name="waited">From the first try to this answer.</param>
    /// <param name="time">The clock.</param>
    public static MountException FromAnswer(Response answer, MountPlan plan, AccessMode.Application application, TimeSpan waited, TimeProvider time)
    {
        var number = EntraAnswer.ErrorNumber(answer.Content.ToMemory());
        var code = EntraErrors.Code(answer.Status, number);
        if (number is null && application is AccessMode.TokenProxy && answer.Status is 401 or 403)
        {
            code = ErrorCodes.TokenProxyRefused;
        }

        var aadsts = number is { } known ? $" AADSTS{known}" : "";
        var tried = EntraErrors.MayPass(answer.Status, number) ? Waited.For(waited) : "";
        var what = $"{Place(plan)} gave no token to client id {Quoted.Text(application.ClientId)}"
            + $" in tenant {Quoted.Text(plan.Tenant ?? "")}{tried}: it answered {answer.Status}{aadsts}{TokenAnswer.Missing(answer)}{RetryAfter.Clause(answer, time)}";
        return new MountException(code, what + Expected(code, plan, application));
    }

    /// <summary>The failure behind a request without an answer.</summary>
    /// <param name="failure">Why there was none.</param>
    /// <param name="error">The error behind it.</param>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="waited">From the first try to this error.</param>
    public static MountException FromError(CallFailure failure, Exception error, MountPlan plan, TimeSpan waited) => failure switch
    {
        CallFailure.TimedOut => new MountException(
            ErrorCodes.EntraTimeout, $"{Place(plan)} did not answer within {Waited.Seconds(waited)}", error),
        CallFailure.TooLarge => new MountException(
            ErrorCodes.EntraFailed, $"{Place(plan)} sent more bytes than a token can have", error),
        _ => new MountException(
            plan.Access is AccessMode.TokenProxy ? ErrorCodes.TokenProxyUnreachable : ErrorCodes.EntraUnreachable,
            $"{Place(plan)} cannot be reached ({CallFailures.Cause(error)}, tried for {Waited.Seconds(waited)})", error),
    };

    private static string Place(MountPlan plan) =>
        plan.Access is AccessMode.TokenProxy ? $"{plan.Cloud.Authority.Host} through the token proxy" : plan.Cloud.Authority.Host;

    // The issuer is what the token says of itself, which is what Entra compared; the subject is kubelet's word.
    private static string Expected(ErrorCode code, MountPlan plan, AccessMode.Application application) =>
        code == ErrorCodes.FederatedCredentialMissing && application is AccessMode.Federated federated
            ? $"; it needs a federated credential with issuer {Issuer(federated)},"
                + $" subject system:serviceaccount:{plan.Pod.Namespace}:{plan.Pod.ServiceAccount} and audience {federated.Token.Audience}"
            : "";

    private static string Issuer(AccessMode.Federated federated) =>
        TokenIssuer.Read(federated.Token.Text) is { } issuer ? Quoted.Text(issuer, longest: 256) : "of the cluster";
}
