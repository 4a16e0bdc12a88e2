using Provider.Model;

namespace Provider.Identity;

/// <summary>Step 4 of a mount: gets the token for Key Vault as the plan's identity.</summary>
/// <param name="plan">The mount's plan.</param>
/// <param name="cancellationToken">The mount's deadline.</param>
/// <exception cref="MountException">No token was to be had.</exception>
internal delegate Task<GrantedToken> TokenGrant(MountPlan plan, CancellationToken cancellationToken);
