using Azure.Core;
using Provider.Model;

namespace Provider.Identity;

/// <summary>The token that a mount was granted, as the credential that the vault's client is handed.</summary>
/// <remarks>
/// The vault's challenge names a resource and a tenant, and whoever can answer in the vault's place can name any. So nothing is
/// asked for on a challenge's word: the token is the one for Key Vault, of the tenant in the SecretProviderClass, or none.
/// </remarks>
/// <param name="token">The token.</param>
/// <param name="resource">What it is for.</param>
/// <param name="tenant">The tenant that issued it, where the mount named one.</param>
/// <param name="refused">Told when the vault does not accept the token.</param>
internal sealed class GrantedToken(IssuedToken token, string resource, string? tenant, Action refused) : TokenCredential
{
    /// <summary>Whose the token is.</summary>
    public string Principal => token.Principal;

    /// <summary>The vault did not accept the token: the next mount asks for a new one.</summary>
    public void Refused() => refused();

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        if (requestContext.Scopes is not [var scope] || scope != resource + "/.default")
        {
            throw new MountException(
                ErrorCodes.TokenResourceRefused,
                $"the vault asked for a token for {Quoted.Text(string.Join(' ', requestContext.Scopes))} instead of {resource}");
        }

        // A tenant may be given by a domain, of which nobody here knows the id; then the vault itself decides.
        if (Guid.TryParse(tenant, out var ours) && Guid.TryParse(requestContext.TenantId, out var vaults) && ours != vaults)
        {
            throw new MountException(
                ErrorCodes.VaultTenantMismatch, $"the vault belongs to tenant {vaults}, and the SecretProviderClass names {ours}");
        }

        // For the client library alone: a token without an expiry serves this mount, and the library must not ask again.
        return new AccessToken(token.Text.Reveal(), token.ExpiresOn ?? DateTimeOffset.MaxValue);
    }

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
