using Provider.Http;
using Provider.Identity.Responses;
using Provider.Sharing;

namespace Provider.Identity;

/// <summary>
/// Caches the tokens of proven identities, and asks for each once however many mounts need it at the moment.
/// </summary>
/// <remarks>
/// It holds tokens and nothing that could get one: every mount brings what proves its identity, and only the hash of
/// that is part of a key here.
/// </remarks>
internal sealed class TokenCache(TimeProvider time)
{
    /// <summary>Four times what a node has pods: each may have rotated its service-account token since.</summary>
    public const int Capacity = 1000;

    /// <summary>
    /// A token this close to its expiry is not cached: longer than the longest mount and a clock's error together.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A mounted volume asks every minute or two; a token that was not asked for in this time belongs to a pod that is
    /// gone.
    /// </summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    private readonly BoundedCache<IdentityProof, (IssuedToken Token, DateTimeOffset UsedUntil)> cached =
        new(Capacity, IdleLimit, time);
    private readonly SharedCalls<IdentityProof, IssuedToken> calls = new(time);

    /// <summary>How many tokens are cached.</summary>
    public int Count => cached.Count;

    public async Task<(IssuedToken Token, bool IsRequested)> GetAsync(
        IdentityProof proof, string podNamespace, TimeSpan longestUse,
        Func<CancellationToken, Task<IssuedToken>> request,
        CancellationToken cancellationToken) =>
        Cached(proof) is { } known
            ? (known, false)
            : await calls.RunAsync(
                [proof], call => GetTokenAsync(proof, podNamespace, longestUse, request, call), CallDeadline.Remaining,
                cancellationToken);

    /// <summary>Drops a token that a vault has refused; not one that was asked for since.</summary>
    public void Forget(IdentityProof proof, IssuedToken token)
    {
        if (cached.TryGet(proof, out var current) && ReferenceEquals(current.Token, token))
        {
            cached.Remove(proof, current);
        }
    }

    private async Task<IssuedToken> GetTokenAsync(
        IdentityProof proof, string podNamespace, TimeSpan longestUse,
        Func<CancellationToken, Task<IssuedToken>> request, SharedCall call)
    {
        // Another call may have ended between this caller's look and its joining.
        if (Cached(proof) is { } fresh)
        {
            return fresh;
        }

        using var deadline = CallDeadline.Begin(() => call.Remaining);
        var requestedAt = time.GetUtcNow();
        var token = await request(call.Abandoned);
        if (token.ExpiresOn is { } expiry && Sooner(expiry - Margin, requestedAt + longestUse) is var until
            && time.GetUtcNow() < until)
        {
            cached.Set(proof, (token, until), podNamespace);
        }

        return token;
    }

    private IssuedToken? Cached(IdentityProof proof) =>
        cached.TryGet(proof, out var current) && time.GetUtcNow() < current.UsedUntil ? current.Token : null;

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
