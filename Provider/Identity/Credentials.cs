using Azure.Core;
using Provider.Identity.PodIdentity;
using Provider.Model;
using Provider.Sharing;

namespace Provider.Identity;

/// <summary>Gets a mount its token: one credential for each proven identity, kept for what proves it.</summary>
/// <param name="nmi">Pod identity.</param>
/// <param name="time">The clock.</param>
internal sealed class Credentials(NmiClient nmi, TimeProvider time)
{
    /// <summary>NMI's answer is the check that the binding still stands: a removed one must take effect.</summary>
    private static readonly TimeSpan LongestPodIdentity = TimeSpan.FromMinutes(15);

    private readonly BoundedCache<IdentityProof, CachedCredential> credentials = new(10_000, TimeSpan.FromHours(2), time);

    /// <summary>Gets the token for Key Vault as the plan's identity.</summary>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <exception cref="MountException">No token was to be had.</exception>
    public async Task<TokenCredential> GrantAsync(MountPlan plan, CancellationToken cancellationToken)
    {
        var scope = plan.Cloud.TokenResource + "/.default";
        var credential = credentials.GetOrAdd(Proof(plan), _ => Credential(plan));
        return new GrantedToken(await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken), scope);
    }

    private static IdentityProof Proof(MountPlan plan) => plan.Access switch
    {
        AccessMode.PodIdentity => new IdentityProof(plan.Access.Name, $"{plan.Pod} {plan.Pod.Uid}"),
        _ => throw NotSupported(plan.Access),
    };

    private CachedCredential Credential(MountPlan plan) => plan.Access switch
    {
        AccessMode.PodIdentity => new CachedCredential(new NmiCredential(nmi, plan.Pod), LongestPodIdentity, time),
        _ => throw NotSupported(plan.Access),
    };

    private static MountException NotSupported(AccessMode access) =>
        new(ErrorCodes.NotSupported, $"the access mode {access.Name} is not supported yet");
}
