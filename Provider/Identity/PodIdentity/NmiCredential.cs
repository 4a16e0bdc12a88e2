using Azure.Core;
using Provider.Model;

namespace Provider.Identity.PodIdentity;

/// <summary>Pod identity as a credential: NMI gives the token of the identity that is bound to one pod.</summary>
/// <param name="nmi">Asks NMI.</param>
/// <param name="pod">The pod.</param>
internal sealed class NmiCredential(NmiClient nmi, PodReference pod) : TokenCredential
{
    private const string DefaultScope = "/.default";

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var scope = requestContext.Scopes[0];
        var resource = scope.EndsWith(DefaultScope, StringComparison.Ordinal) ? scope[..^DefaultScope.Length] : scope;
        var answer = await nmi.AskAsync(pod, resource, cancellationToken);
        // An expiry that NMI does not tell is now: the token serves this mount, and nobody keeps it.
        return new AccessToken(answer.Token, answer.ExpiresOn ?? default);
    }
}
