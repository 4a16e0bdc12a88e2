using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Identity.Responses;

/// <summary>Maps Entra's error numbers to error codes and remedies.</summary>
// From Entra's list of error codes (learn.microsoft.com, "Microsoft Entra authentication and authorization error
// codes").
internal static class EntraErrors
{
    private static readonly FrozenDictionary<int, Meaning> ByNumber = new Dictionary<int, Meaning>
    {
        [700016] = new(ErrorCodes.ApplicationNotFound),
        [7000229] = new(
            ErrorCodes.ApplicationNotFound,
            "The application exists, but not in this tenant: create its service principal there (az ad sp create --id "
            + "<clientID>), or set tenantID to the application's own tenant."),
        [90002] = new(ErrorCodes.TenantNotFound),
        [900023] = new(ErrorCodes.TenantNotFound),
        [900021] = new(ErrorCodes.TenantNotFound),
        [50059] = new(ErrorCodes.TenantNotFound),
        [700024] = new(ErrorCodes.AssertionNotValidNow),
        [7000215] = new(ErrorCodes.ClientSecretRefused),
        [7000222] = new(ErrorCodes.ClientSecretRefused),
        [50013] = new(ErrorCodes.AssertionUnverified),
        [90061] = new(ErrorCodes.AssertionUnverified),
        [53003] = new(ErrorCodes.ConditionalAccess),
        [50005] = new(ErrorCodes.ConditionalAccess),
        [50196] = new(ErrorCodes.EntraThrottled),
        [90033] = new(ErrorCodes.EntraFailed),
        [500011] = new(
            ErrorCodes.EntraRefused,
            "The tenant does not know Key Vault's resource: check cloudName, and that tenantID is a tenant of that "
            + "cloud."),
        [900382] = new(
            ErrorCodes.EntraRefused,
            "The application belongs to another cloud than cloudName: check cloudName and tenantID."),
        [7000112] = new(
            ErrorCodes.EntraRefused,
            "The application is disabled: enable it in the tenant (Enterprise applications, Enabled for users to "
            + "sign-in)."),
        [700222] = new(
            ErrorCodes.EntraRefused,
            "The token shown to Entra was issued by Entra itself, which federation does not accept: the federated "
            + "credential needs the service-account token of a cluster with an issuer of its own."),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> ByKind =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["invalid_client"] =
                "Entra did not accept the proof of the application's identity: check clientID and its secret or"
                + " federated credential.",
            ["unauthorized_client"] =
                "The application may not sign in this way in this tenant: check clientID and tenantID.",
            ["invalid_request"] = "Entra did not accept a parameter: check clientID, tenantID and cloudName.",
            ["invalid_grant"] =
                "Entra did not accept the token that was shown as proof: check the federated credential.",
            ["invalid_scope"] = "Entra does not know Key Vault's resource: check cloudName.",
            ["invalid_resource"] = "Entra does not know Key Vault's resource: check cloudName.",
            ["access_denied"] = "A policy of the tenant refuses the application: ask the tenant's administrator.",
            ["interaction_required"] =
                "A policy of the tenant asks for what a workload cannot do: ask the tenant's administrator.",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kind of failure. <c>number</c> is null where the response is not Entra's.</summary>
    public static ErrorCode Code(int status, int? number) =>
        IsFederationMismatch(number) ? ErrorCodes.FederatedCredentialMissing
        : number is { } known && ByNumber.TryGetValue(known, out var meaning) ? meaning.Code
        : status == 429 ? ErrorCodes.EntraThrottled
        : number is null || status >= 500 ? ErrorCodes.EntraFailed
        : ErrorCodes.EntraRefused;

    /// <summary>The remedy of a number where it differs from its code's; else by the OAuth error.</summary>
    public static string? Remedy(int? number, string? error) =>
        number is not { } known ? null
        : ByNumber.TryGetValue(known, out var meaning) ? meaning.Remedy
        : Code(400, number) != ErrorCodes.EntraRefused ? null
        : $"{(ByKind.TryGetValue(error ?? "", out var kind) ? kind + " " : "")}{ErrorCodes.EntraRefused.Remedy}";

    /// <summary>Whether Entra says "not now" with a status that says otherwise.</summary>
    public static bool IsTransient(int? number) => number is 50196 or 90033;

    /// <summary>70021, 70021x, 70021xx: no federated credential matches issuer, subject or audience.</summary>
    public static bool IsFederationMismatch(int? number) =>
        number is 70021 or (>= 700210 and <= 700219) or (>= 7002100 and <= 7002199);

    /// <summary>The number that says that a federated credential matches but for upper and lower case.</summary>
    public static bool IsCaseMismatch(int? number) => number is 7002138;

    private sealed record Meaning(ErrorCode Code, string? Remedy = null);
}

/// <summary>The number of an Entra error. It is the only part of Entra's texts that is ever shown.</summary>
internal static partial class AadstsNumber
{
    /// <summary>The number in an error of Entra or IMDS; null when it holds none.</summary>
    public static int? Of(OAuthErrorJson? error) =>
        error?.FirstCode is { } listed && listed <= int.MaxValue ? (int)listed : Find(error?.Description ?? "");

    /// <summary>The first number in a text that may be anything.</summary>
    public static int? Find(string text) =>
        Number().Match(text) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The number as the end of a clause; empty without one.</summary>
    public static string Text(int? number) => number is { } known ? $" AADSTS{known}" : "";

    [GeneratedRegex(@"\bAADSTS([0-9]{4,9})\b")]
    private static partial Regex Number();
}
