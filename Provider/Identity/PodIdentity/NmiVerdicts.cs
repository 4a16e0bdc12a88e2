using System.Globalization;
using System.Text.RegularExpressions;
using Provider.Http;

namespace Provider.Identity.PodIdentity;

/// <summary>Tells what NMI's answers mean. Its statuses alone do not: the texts of aad-pod-identity v1.5 to v1.8 do.</summary>
internal static partial class NmiVerdicts
{
    private static readonly string[] WrongIdentityTexts =
        ["parameter 'secret' cannot be empty", "pkcs12:", "unsupported identity type", "failed to get Kubernetes secret"];

    /// <summary>Classifies an answer without a token.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="body">Its text, which is looked at and not kept.</param>
    public static NmiVerdict Read(int status, string body) => status switch
    {
        200 => NmiVerdict.Passing,
        404 => NmiVerdict.NotAssigned,
        403 => ReadForbidden(body),
        500 when Holds(body, "request remote address is not from a host") => NmiVerdict.NotFromHost,
        // NMI looks for a namespaced identity in the pod's namespace and trips over the empty list.
        500 when Holds(body, "index out of range") => NmiVerdict.Misconfigured,
        503 when WrongIdentityTexts.Any(text => Holds(body, text)) => NmiVerdict.Misconfigured,
        // Redirects and 400 come from NMI's router, before it looks for an identity.
        < 500 and not 408 and not 429 => NmiVerdict.WrongProtocol,
        _ => NmiVerdict.Passing,
    };

    /// <summary>Whether trying again may change the answer.</summary>
    /// <param name="verdict">What the answer means.</param>
    public static bool MayPass(NmiVerdict verdict) =>
        verdict is NmiVerdict.NotAssigned or NmiVerdict.RefusedForNow or NmiVerdict.Passing;

    /// <summary>The status that Azure gave NMI, where NMI's text tells it.</summary>
    /// <param name="body">The answer's text.</param>
    public static int? AzureStatus(string body) =>
        RefreshFailure().Match(body) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("Refresh request failed. Status Code = '([0-9]{3})'")]
    private static partial Regex RefreshFailure();

    // A text other than the refused refresh ("Failed to unmarshal ...") is NMI's own trouble with Azure's answer.
    private static NmiVerdict ReadForbidden(string body) => AzureStatus(body) switch
    {
        null => NmiVerdict.Passing,
        404 or 410 => NmiVerdict.RefusedForNow,
        { } status when RetryRules.IsPassing(status) || status >= 500 => NmiVerdict.RefusedForNow,
        _ => NmiVerdict.Refused,
    };

    private static bool Holds(string body, string text) => body.Contains(text, StringComparison.OrdinalIgnoreCase);
}
