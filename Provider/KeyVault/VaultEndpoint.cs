using System.Text.Json;
using Provider.Http;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>
/// A vault, asked for one version of an object, for a page of its versions, or, without a name, for a page of its
/// objects. <c>Version</c> is null for the latest, and for a list.
/// </summary>
// Its texts name no entry: mounts that share the read put their own in front.
internal sealed record VaultEndpoint(
    Uri Vault, ObjectType Type, string ObjectName, string? Version, bool IsList, VaultCaller Caller)
    : RemoteEndpoint(
        "vault", FirstDelay: TimeSpan.FromMilliseconds(500), LongestDelay: TimeSpan.FromSeconds(16),
        AttemptTimeout: TimeSpan.FromSeconds(30))
{
    public bool IsOfVault => IsList && ObjectName.Length == 0;

    /// <summary>The read that the request belongs to; null where no mount waits for one.</summary>
    public ReadProgress? Progress { get; init; }

    public override Outcome Read(Attempt attempt) =>
        attempt.Error is not null ? WithoutResponse(
            attempt, Vault.Host, (ErrorCodes.VaultTimeout, ErrorCodes.VaultUnreachable, ErrorCodes.VaultFailed))
        : attempt.Status == 200 ? Success(attempt)
        : Refusal(attempt, VaultErrorItem.CodeOf(attempt.Body));

    private Outcome Success(Attempt attempt)
    {
        try
        {
            return IsList
                ? Page(IsOfVault
                    ? VaultResponses.Objects(attempt.Body, Type)
                    : VaultResponses.Versions(attempt.Body, Type, ObjectName))
                : VaultResponses.Object(attempt.Body, Type, ObjectName, Version, attempt.Now);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return new Outcome.Fail(
                ErrorCodes.VaultFailed,
                $"unexpected response from {Vault.Host}: 200, and not the "
                + $"{(IsOfVault ? "list of objects" : IsList ? "list of versions" : Type.ToWireName())} that "
                    + $"was asked for");
        }
    }

    // The token must not be sent to a redirect's target.
    private Outcome Page(VaultPageRead page) =>
        page.Next is null
        || Uri.Compare(page.Next, Vault, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped,
            StringComparison.OrdinalIgnoreCase) == 0
            ? page
            : new Outcome.Fail(
                ErrorCodes.VaultFailed,
                $"{Vault.Host} gave {Quoted.Text(page.Next.Host)} as the place of a list's next page");

    private Outcome Refusal(Attempt attempt, string? code)
    {
        var responded =
            $"{Vault.Host} responded {attempt.Status}{(code is null ? "" : " " + code)}{attempt.RequestedWaitText}";
        return attempt.Status switch
        {
            429 => Retry(attempt, ErrorCodes.VaultThrottled, responded),
            _ when IsTransient(attempt.Status) => Retry(attempt, ErrorCodes.VaultFailed, responded),
            // Public reports of 2025 and 2026: the service temporarily cannot verify tokens.
            401 when code == "AKV10046" => Retry(
                attempt, ErrorCodes.VaultFailed,
                $"{responded}: the vault cannot check tokens at the moment{attempt.Waited}",
                "Kubelet will retry. If the error persists, look at the status of Azure."),
            401 when VaultChallenge.Mismatch(attempt.Response!, Caller) is { } mismatch =>
                mismatch,
            409 when code == "ObjectIsBeingRecovered" =>
                Retry(attempt, ErrorCodes.VaultFailed, $"{responded}: the {Type.ToWireName()} is being recovered"),
            _ => VaultRefusals.Read(this, attempt, code, responded),
        };
    }
}
