using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Provider.Http;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Identity.PodIdentity;

/// <summary>NMI of aad-pod-identity, asked for one pod's token.</summary>
// Its statuses alone do not say what is wrong, its texts do: v1.5 to v1.8 send the same texts with different statuses.
// No text of it is ever copied: an error's text can hold the token.
internal sealed partial record NmiEndpoint(Uri Address, PodReference Pod) : RemoteEndpoint(
    "nmi", FirstDelay: TimeSpan.FromSeconds(1), LongestDelay: TimeSpan.FromSeconds(8),
    // No short limit: NMI itself waits for an identity to be assigned, or for IMDS, before it responds.
    AttemptTimeout: TimeSpan.FromSeconds(120))
{
    /// <summary>A failure this late came after NMI's own retries; kubelet's retry comes sooner.</summary>
    private static readonly TimeSpan SlowFailure = TimeSpan.FromSeconds(60);

    // The texts of v1.5 to v1.8, whatever status each version sends with them. A star is any text.
    private static readonly (string[] Texts, Func<NmiEndpoint, Attempt, string, Outcome> Read)[] Known =
    [
        (["request remote address is not from a host"], (nmi, _, _) => new Outcome.Fail(
            ErrorCodes.NmiRefusesCaller, $"NMI at {nmi.Address} refused the provider's address")),
        // NMI asked for a token, and Azure refused.
        (["Refresh request failed. Status Code = '"], (nmi, attempt, text) => nmi.Refused(attempt, text)),
        (["Failed to execute the refresh request"], (nmi, attempt, _) => nmi.Retry(
            attempt, ErrorCodes.PodIdentityRefused,
            $"the identity of pod {nmi.Pod} is assigned, and NMI got no token for it{attempt.Waited}: its own request "
            + "failed")),
        // The last: NMI looks for a namespaced identity in the pod's namespace, and does not expect to find none.
        (["parameter 'secret' cannot be empty", "unsupported identity type", "pkcs12:",
            "failed to get Kubernetes secret", "secrets \"*\" not found", "index out of range"],
            (nmi, _, _) => new Outcome.Fail(
                ErrorCodes.PodIdentityMisconfigured, $"NMI cannot use the AzureIdentity of pod {nmi.Pod}")),
        (["getting assigned identities*in ASSIGNED state failed"], (nmi, attempt, _) => nmi.Retry(
            attempt, ErrorCodes.PodIdentityNotAssigned,
            $"NMI found the identity of pod {nmi.Pod} assigned, but not yet on this node{attempt.Waited}",
            "The AzureIdentityBinding and the pod's label are fine: MIC could not put the identity on the node's "
            + "VM or scale set. Check MIC's log, and its rights on the VM or scale set and on the identity.")),
        (["getting assigned identities*in CREATED state failed", "no AzureAssignedIdentity found",
            "no azure identity found", "failed to get pod"],
            (nmi, attempt, _) => nmi.NotAssigned(attempt)),
    ];

    public override bool ReportsWaiting => true;

    public override Outcome Read(Attempt attempt) =>
        attempt.Error is not null ? WithoutResponse(
            attempt, $"NMI at {Address}", (ErrorCodes.NmiTimeout, ErrorCodes.NmiUnreachable, ErrorCodes.NmiProtocol),
            purpose: $" for pod {Pod}")
        : Token(attempt) is { } token ? token
        : Refusal(attempt, Text(attempt)) is var outcome
            && outcome is Outcome.Retry retry && attempt.Duration >= SlowFailure
            ? new Outcome.Fail(retry.Kind, retry.Text, retry.Remedy)
            : outcome;

    private static string Text(Attempt attempt) => Encoding.UTF8.GetString(attempt.Body.Span);

    private static IssuedToken? Token(Attempt attempt) =>
        attempt.Status == 200 && IdentityJson.Read(attempt.Body, IdentityJson.Default.NmiJson) is { } json
            ? IssuedToken.From(json.Token, attempt.Now)
            : null;

    private Outcome Refusal(Attempt attempt, string body)
    {
        // What follows was written by another party than NMI.
        var text = body.Split("Response body:", 2)[0];
        var known = Known.FirstOrDefault(known => known.Texts.Any(one => Holds(text, one.Split('*'))));
        return known.Read?.Invoke(this, attempt, text) ?? ByStatus(attempt);
    }

    private Outcome NotAssigned(Attempt attempt) => Retry(
        attempt, ErrorCodes.PodIdentityNotAssigned, $"NMI found no identity assigned to pod {Pod}{attempt.Waited}");

    private Outcome Refused(Attempt attempt, string text)
    {
        if (RefusedStatus().Match(text) is not { Success: true } match)
        {
            return ByStatus(attempt);
        }

        var status = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var number = AadstsNumber.Find(Text(attempt));
        var what =
            $"NMI got no token for the identity of pod {Pod}{attempt.Waited}: Azure responded "
            + $"{status}{AadstsNumber.Text(number)}";
        return status is 404 or 410 or >= 500 || IsTransient(status)
            ? Retry(attempt, ErrorCodes.PodIdentityRefused, what)
            : new Outcome.Fail(ErrorCodes.PodIdentityRefused, what, Remedy(number));
    }

    private Outcome ByStatus(Attempt attempt) => attempt.Status switch
    {
        404 => NotAssigned(attempt),
        // Redirects and 400 come from NMI's router, before it looks for an identity.
        < 500 and not (200 or 403 or 408 or 429) => new Outcome.Fail(
            ErrorCodes.NmiProtocol, $"{Address} responded {attempt.Status} to a request for a token"),
        _ => Retry(
            attempt, ErrorCodes.NmiFailed,
            $"NMI at {Address} gave no token for pod {Pod}{attempt.Waited}; its last response was {attempt.Status}"
            + $"{(attempt.Status == 200 ? " without a token" : "")}{attempt.RequestedWaitText}"),
    };

    // An AzureIdentity of type 1 or 2 signs in at Entra, so an AADSTS number is about what it says.
    private static string? Remedy(int? number) => number switch
    {
        null => null,
        _ when EntraErrors.Code(401, number) == ErrorCodes.ClientSecretRefused =>
            "The AzureIdentity is a service principal (type 1 or 2) whose secret or certificate is wrong or has "
            + "expired: renew the Secret of its clientPassword, and check its tenantID and clientID.",
        _ => "Look at the number: for a service principal (type 1 or 2) check the AzureIdentity's clientPassword, "
            + "tenantID and clientID; for a managed identity (type 0) its clientID, resourceID and assignment to the "
            + "VM or scale set.",
    };

    // The parts in their order.
    private static bool Holds(string text, string[] parts)
    {
        var from = 0;
        foreach (var part in parts)
        {
            var at = text.IndexOf(part, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            from = at + part.Length;
        }

        return true;
    }

    [GeneratedRegex(@"Refresh request failed\. Status Code = '([0-9]{3})'", RegexOptions.IgnoreCase)]
    private static partial Regex RefusedStatus();
}
