using Azure.Core;
using Provider.Sharing;

namespace Provider.Identity;

/// <summary>Keeps the token of one proven identity, and asks for it once however many mounts need it.</summary>
/// <param name="inner">Asks for tokens.</param>
/// <param name="longestUse">How long a token is used at most, whatever its expiry.</param>
/// <param name="time">The clock.</param>
internal sealed class CachedCredential(TokenCredential inner, TimeSpan longestUse, TimeProvider time) : TokenCredential
{
    /// <summary>A token this close to its expiry is not used: longer than the longest mount and a clock's error together.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SharedCalls<string, AccessToken> calls = new(time);

    // Written by the call that fetched it, read by everybody: one reference, so that no reader sees half of it.
    private volatile HeldToken? held;

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var scope = requestContext.Scopes[0];
        return held is { } current && current.Scope == scope && time.GetUtcNow() < current.UsedUntil
            ? current.Token
            : await calls.RunAsync(scope, ended => FetchAsync(requestContext, scope, ended), cancellationToken);
    }

    /// <summary>Forgets the token: the vault did not accept it.</summary>
    public void Forget() => held = null;

    private async Task<AccessToken> FetchAsync(TokenRequestContext context, string scope, CancellationToken ended)
    {
        var asked = time.GetUtcNow();
        var token = await inner.GetTokenAsync(context, ended);
        var latest = asked + longestUse;
        var expiry = token.ExpiresOn - Margin;
        held = new HeldToken(scope, token, expiry < latest ? expiry : latest);
        return token;
    }

    private sealed record HeldToken(string Scope, AccessToken Token, DateTimeOffset UsedUntil);
}
