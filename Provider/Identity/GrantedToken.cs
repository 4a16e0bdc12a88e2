using Azure.Core;
using Provider.Model;

namespace Provider.Identity;

/// <summary>The token that a mount was granted, as the credential that the vault's client is handed.</summary>
/// <remarks>
/// The vault's challenge names a resource and a tenant, and whoever can answer in the vault's place can name any. So nothing is
/// asked for on a challenge's word: the token is the one for Key Vault, of the tenant in the SecretProviderClass, or none.
/// </remarks>
/// <param name="token">The token.</param>
/// <param name="scope">What it is for.</param>
internal sealed class GrantedToken(AccessToken token, string scope) : TokenCredential
{
    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        requestContext.Scopes is [var asked] && asked == scope
            ? token
            : throw new MountException(
                ErrorCodes.TokenResourceRefused,
                $"the vault asked for a token for {Quoted.Text(string.Join(' ', requestContext.Scopes))} instead of {scope}");

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
