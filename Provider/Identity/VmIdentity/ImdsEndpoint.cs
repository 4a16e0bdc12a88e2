using Provider.Http;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Identity.VmIdentity;

/// <summary>IMDS, for the token of a managed identity. <c>IdentityId</c>: null means system-assigned.</summary>
internal sealed record ImdsEndpoint(Uri Address, string? IdentityId) : RemoteEndpoint(
    // IMDS may be unavailable for 70 s while it is updated; the mount's deadline is longer.
    "imds", FirstDelay: TimeSpan.FromSeconds(1), LongestDelay: TimeSpan.FromSeconds(16),
    AttemptTimeout: TimeSpan.FromSeconds(20))
{
    /// <summary>A node may not have IMDS at all: connections are retried for this long.</summary>
    private static readonly TimeSpan ConnectingLimit = TimeSpan.FromSeconds(30);

    public override bool ReportsWaiting => true;

    private string Identity =>
        IdentityId is null ? "the system-assigned identity" : $"the identity {Quoted.Text(IdentityId)}";

    public override Outcome Read(Attempt attempt) =>
        attempt.Error is not null ? WithoutResponse(
            attempt, $"IMDS at {Address}", (ErrorCodes.ImdsTimeout, ErrorCodes.ImdsUnreachable, ErrorCodes.ImdsFailed),
            ConnectingLimit)
        : IssuedToken.Read(attempt) is { } token ? token
        : attempt.Status switch
        {
            400 or 401 or 403 => Refusal(attempt, IdentityJson.Read(attempt.Body, IdentityJson.Default.OAuthErrorJson)),
            // 404 and 410: IMDS is being updated.
            404 or 410 or >= 500 => Failed(attempt),
            _ when IsTransient(attempt.Status) => Failed(attempt),
            _ => new Outcome.Fail(
                ErrorCodes.ImdsFailed,
                $"unexpected response from IMDS at {Address}: "
                + $"{attempt.Status}{(attempt.Status == 200 ? " without a token" : "")}"),
        };

    private Outcome Failed(Attempt attempt) => Retry(
        attempt, ErrorCodes.ImdsFailed,
        $"IMDS gave no token for {Identity}{attempt.Waited}; its last response was "
        + $"{attempt.Status}{attempt.RequestedWaitText}");

    // {"error":"invalid_request","error_description":"Identity not found"}
    private Outcome.Fail Refusal(Attempt attempt, OAuthErrorJson? error)
    {
        var number = AadstsNumber.Of(error);
        return attempt.Status == 400 && Mentions(error, "identity not found")
                ? new(ErrorCodes.VmIdentityNotAssigned, $"IMDS does not know {Identity} on this node")
            : attempt.Status == 400 && Mentions(error, "multiple user assigned identities")
                ? new(ErrorCodes.VmIdentityAmbiguous,
                    "this node has several identities, and the request to IMDS names none of them")
            : new(
                ErrorCodes.VmIdentityRefused,
                $"IMDS responded {attempt.Status}{AadstsNumber.Text(number)} for {Identity}",
                number is null ? null : EntraErrors.Remedy(number, error?.Kind));
    }

    private static bool Mentions(OAuthErrorJson? error, string text) =>
        error?.Description?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
