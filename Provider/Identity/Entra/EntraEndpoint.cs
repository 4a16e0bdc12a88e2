using System.Buffers.Text;
using Provider.Http;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>Entra or AD FS, for the token of an application, directly or through the token proxy.</summary>
internal sealed record EntraEndpoint(MountPlan Plan, AccessMode.Application Application) : RemoteEndpoint(
    "entra", FirstDelay: TimeSpan.FromMilliseconds(500), LongestDelay: TimeSpan.FromSeconds(16),
    AttemptTimeout: TimeSpan.FromSeconds(20))
{
    /// <summary>A missing federated credential is retried for this long; kubelet retries after that.</summary>
    private static readonly TimeSpan SpreadingLimit = TimeSpan.FromSeconds(20);

    /// <summary>Connections are retried for this long, then the mount fails.</summary>
    private static readonly TimeSpan ConnectingLimit = TimeSpan.FromSeconds(30);

    public override bool ReportsWaiting => true;

    private bool IsProxied => Application is AccessMode.TokenProxy;

    private string Place =>
        IsProxied ? $"{Plan.Cloud.Authority.Host} through the token proxy" : Plan.Cloud.Authority.Host;

    public override Outcome Read(Attempt attempt) =>
        attempt.Error is not null ? WithoutResponse(
            attempt, Place,
            (ErrorCodes.EntraTimeout, IsProxied ? ErrorCodes.TokenProxyUnreachable : ErrorCodes.EntraUnreachable,
                ErrorCodes.EntraFailed),
            // The proxy's authorities are the cluster's, so it has its own error code.
            ConnectingLimit, hasRemedy: !IsProxied)
        : IssuedToken.Read(attempt) is { } token ? token
        : Refusal(attempt, IdentityJson.Read(attempt.Body, IdentityJson.Default.OAuthErrorJson));

    private Outcome Refusal(Attempt attempt, OAuthErrorJson? error)
    {
        var number = AadstsNumber.Of(error);
        var passes = attempt.Status != 200 && (IsTransient(attempt.Status) || EntraErrors.IsTransient(number));
        var spreads = EntraErrors.IsFederationMismatch(number) && attempt.SinceFirst < SpreadingLimit;
        var code = IsProxied && number is null && attempt.Status is 401 or 403
            ? ErrorCodes.TokenProxyRefused
            : EntraErrors.Code(attempt.Status, number);
        var text = $"{Place} gave no token to client id {Quoted.Text(Application.ClientId)} in tenant"
            + $" {Quoted.Text(Plan.Tenant ?? "")}{(passes ? attempt.Waited : "")}: it responded {attempt.Status}"
            + $"{AadstsNumber.Text(number)}{Explanation(attempt, number, code)}";
        var remedy = EntraErrors.Remedy(number, error?.Kind);
        return passes || spreads ? Retry(attempt, code, text, remedy) : new Outcome.Fail(code, text, remedy);
    }

    private string Explanation(Attempt attempt, int? number, ErrorCode code) =>
        attempt.Status == 200 ? " without a token"
        : code == ErrorCodes.FederatedCredentialMissing ? Expected(number)
        : number is null && code == ErrorCodes.EntraFailed && attempt.Status < 500
            ? " without an Entra error: something between this node and Entra, such as a proxy, may have responded"
        : attempt.RequestedWaitText;

    // The issuer is the token's own claim, which Entra compared; the subject is from kubelet.
    private string Expected(int? number) =>
        Application is AccessMode.Federated federated
            ? $"; it needs a federated credential with issuer {Issuer(federated)},"
                + $" subject system:serviceaccount:{Plan.Pod.Namespace}:{Plan.Pod.ServiceAccount} and audience "
                    + $"{federated.Token.Audience}"
                + (EntraErrors.IsCaseMismatch(number) ? "; the one it has differs in case" : "")
            : "";

    private static string Issuer(AccessMode.Federated federated) =>
        TokenIssuer.Read(federated.Token.Text) is { } issuer ? Quoted.Text(issuer, longest: 256) : "of the cluster";
}

/// <summary>Reads the issuer of a service-account token for error messages. Nothing is verified.</summary>
internal static class TokenIssuer
{
    /// <summary>The claim <c>iss</c>; null when the text is not a JWT (RFC 7519) or has none.</summary>
    public static string? Read(SecretText token)
    {
        try
        {
            return token.Reveal().Split('.') is [_, var payload, _]
                ? IdentityJson.Text(IdentityJson.Read(
                    Base64Url.DecodeFromChars(payload), IdentityJson.Default.ClaimsJson)?.Iss)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
