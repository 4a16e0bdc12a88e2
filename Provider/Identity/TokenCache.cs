using Provider.Sharing;

namespace Provider.Identity;

/// <summary>Keeps the tokens of proven identities, and asks for each once however many mounts need it at the moment.</summary>
/// <remarks>
/// It holds tokens and nothing that could get one: what proves an identity is brought by every mount anew, and only its hash is
/// a key here.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class TokenCache(TimeProvider time)
{
    /// <summary>Four times what a node has pods: each may have rotated its service-account token since.</summary>
    public const int Capacity = 1000;

    /// <summary>A token this close to its expiry is not kept: longer than the longest mount and a clock's error together.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>A mounted volume asks every minute or two; what nobody has asked for in this time belongs to a pod that is gone.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    private readonly BoundedCache<IdentityProof, HeldToken> held = new(Capacity, IdleLimit, time);
    private readonly SharedCalls<IdentityProof, IssuedToken> calls = new(time);

    /// <summary>How many tokens are kept.</summary>
    public int Count => held.Count;

    /// <summary>The token of an identity.</summary>
    /// <param name="proof">What proves the identity.</param>
    /// <param name="longestUse">How long a token is kept at most, whatever its expiry.</param>
    /// <param name="ask">Asks the issuer.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    public async Task<IssuedToken> GetAsync(
        IdentityProof proof, TimeSpan longestUse, Func<CancellationToken, Task<IssuedToken>> ask, CancellationToken cancellationToken) =>
        Held(proof) ?? await calls.RunAsync(proof, ended => AskAsync(proof, longestUse, ask, ended), cancellationToken);

    /// <summary>Forgets a token that the vault did not accept; not one that has been asked for since.</summary>
    /// <param name="proof">What proves the identity.</param>
    /// <param name="token">The refused token.</param>
    public void Forget(IdentityProof proof, IssuedToken token)
    {
        if (held.TryGet(proof, out var current) && ReferenceEquals(current.Token, token))
        {
            held.Remove(proof, current);
        }
    }

    private async Task<IssuedToken> AskAsync(
        IdentityProof proof, TimeSpan longestUse, Func<CancellationToken, Task<IssuedToken>> ask, CancellationToken ended)
    {
        // Another call may have ended between this caller's look and its joining.
        if (Held(proof) is { } fresh)
        {
            return fresh;
        }

        var asked = time.GetUtcNow();
        var token = await ask(ended);
        if (token.ExpiresOn is { } expiry && Sooner(expiry - Margin, asked + longestUse) is var until && time.GetUtcNow() < until)
        {
            held.Set(proof, new HeldToken(token, until));
        }

        return token;
    }

    private IssuedToken? Held(IdentityProof proof) =>
        held.TryGet(proof, out var current) && time.GetUtcNow() < current.UsedUntil ? current.Token : null;

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed record HeldToken(IssuedToken Token, DateTimeOffset UsedUntil);
}
