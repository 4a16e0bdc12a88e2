using Provider.Identity.Entra;
using Provider.Identity.PodIdentity;
using Provider.Identity.Responses;
using Provider.Identity.TokenProxy;
using Provider.Identity.VmIdentity;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Identity;

/// <summary>Gets a mount's token from the issuer of its access mode.</summary>
internal sealed partial class Credentials(
    NmiClient nmi, ImdsClient imds, EntraClient entra, TokenProxyClient proxy, TokenCache tokens, TokenMetrics metrics,
    TimeProvider time,
    ILogger<Credentials> logger)
{
    /// <summary>NMI's response is the check that the binding still exists: a removed one must take effect.</summary>
    private static readonly TimeSpan LongestPodIdentity = TimeSpan.FromMinutes(15);

    private const string Unfinished = "unfinished";

    /// <summary>The longest lifetime of Azure's tokens: the token's own expiry applies.</summary>
    private static readonly TimeSpan LongestOther = TimeSpan.FromDays(1);

    /// <exception cref="MountException">No token could be obtained.</exception>
    public async Task<GrantedToken> GrantAsync(MountPlan plan, CancellationToken cancellationToken)
    {
        RefuseExpired(plan.Access);
        var use = new TokenUse(IdentityProof.Of(plan), plan.Vault.Authority, plan.Pod.Namespace);
        var longest = plan.Access is AccessMode.PodIdentity ? LongestPodIdentity : LongestOther;
        var (token, isRequested) = await tokens.GetAsync(
            use, longest, ended => GetTokenAsync(plan, ended), cancellationToken);
        if (!isRequested)
        {
            metrics.Hit(plan.Access.Name);
        }

        return new GrantedToken(token, () => tokens.Refused(use, token));
    }

    // Checked even if the Entra token is still cached: an expired token is not proof.
    private void RefuseExpired(AccessMode access)
    {
        if (access is AccessMode.Federated { Token.ExpiresOn: { } expiry } && expiry <= time.GetUtcNow())
        {
            throw new MountException(
                ErrorCodes.ServiceAccountTokenExpired,
                $"the service-account token expired at {expiry.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        }
    }

    private async Task<IssuedToken> GetTokenAsync(MountPlan plan, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        // The last waiting mount has ended, or there was an unexpected error.
        var error = Unfinished;
        try
        {
            var token = await IssueAsync(plan, cancellationToken);
            error = "";
            LogIssued(plan.Access.Name, plan.Pod, token.ExpiresOn, time.GetElapsedTime(started).TotalMilliseconds);
            return token;
        }
        catch (MountException refused)
        {
            error = refused.Code.Name;
            throw;
        }
        finally
        {
            metrics.Requested(plan.Access.Name, error, time.GetElapsedTime(started));
        }
    }

    private async Task<IssuedToken> IssueAsync(MountPlan plan, CancellationToken cancellationToken) =>
        plan.Access switch
        {
            AccessMode.PodIdentity => await nmi.GetTokenAsync(plan.Pod, plan.Cloud.TokenResource, cancellationToken),
            AccessMode.VmIdentity identity =>
                await imds.GetTokenAsync(identity.IdentityId, plan.Cloud.TokenResource, cancellationToken),
            AccessMode.TokenProxy => await proxy.GetTokenAsync(plan, cancellationToken),
            _ => await entra.GetTokenAsync(plan, cancellationToken),
        };

    [LoggerMessage(301, LogLevel.Debug, "token issued")]
    private partial void LogIssued(string accessMode, PodReference pod, DateTimeOffset? expires, double milliseconds);
}
