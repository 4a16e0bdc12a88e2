using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Identity;

/// <summary>The access token of one mount.</summary>
internal sealed class GrantedToken(IssuedToken token, Action refused)
{
    public SecretText Text => token.Text;

    /// <summary>The vault has refused the token: the next mount asks for a new one.</summary>
    public void Refused() => refused();
}

/// <summary>Step 4 of a mount: gets the token for Key Vault as the plan's identity.</summary>
/// <exception cref="MountException">No token could be obtained.</exception>
internal delegate Task<GrantedToken> TokenGrant(MountPlan plan, CancellationToken cancellationToken);
