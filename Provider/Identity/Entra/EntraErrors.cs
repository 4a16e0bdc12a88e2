using System.Collections.Frozen;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>What Entra's error numbers mean to whoever mounts a volume.</summary>
internal static class EntraErrors
{
    private static readonly FrozenDictionary<int, ErrorCode> ByNumber = new Dictionary<int, ErrorCode>
    {
        [70021] = ErrorCodes.FederatedCredentialMissing,
        [700211] = ErrorCodes.FederatedCredentialMissing,
        [700212] = ErrorCodes.FederatedCredentialMissing,
        [700213] = ErrorCodes.FederatedCredentialMissing,
        [700016] = ErrorCodes.ApplicationNotFound,
        [90002] = ErrorCodes.TenantNotFound,
        [900023] = ErrorCodes.TenantNotFound,
        [700024] = ErrorCodes.AssertionNotValidNow,
        [7000215] = ErrorCodes.ClientSecretRefused,
        [7000222] = ErrorCodes.ClientSecretRefused,
        [50013] = ErrorCodes.AssertionUnverified,
        [90061] = ErrorCodes.AssertionUnverified,
        [53003] = ErrorCodes.ConditionalAccess,
        [50005] = ErrorCodes.ConditionalAccess,
        [50196] = ErrorCodes.EntraThrottled,
        [90033] = ErrorCodes.EntraFailed,
    }.ToFrozenDictionary();

    /// <summary>The kind of failure behind an answer without a token.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="number">The AADSTS number; none where the answer has none.</param>
    public static ErrorCode Code(int status, int? number) =>
        number is { } known && ByNumber.TryGetValue(known, out var code) ? code
        : status == 429 ? ErrorCodes.EntraThrottled
        : number is null || status >= 500 ? ErrorCodes.EntraFailed
        : ErrorCodes.EntraRefused;

    /// <summary>Whether Entra says "not now" rather than "no".</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="number">The AADSTS number.</param>
    public static bool MayPass(int status, int? number) => number is 50196 or 90033 || RetryRules.IsPassing(status);

    /// <summary>Whether the answer may change because a federated credential is new: it takes a while to be known everywhere.</summary>
    /// <param name="number">The AADSTS number.</param>
    public static bool MaySpread(int? number) => number is { } known && ByNumber.GetValueOrDefault(known) == ErrorCodes.FederatedCredentialMissing;
}
