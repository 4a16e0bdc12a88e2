using Provider.Http;
using Provider.Identity.Responses;
using Provider.Sharing;

namespace Provider.Identity;

/// <summary>Caches tokens of proven identities, and requests each once for all mounts that need it.</summary>
// It holds tokens only: every mount has the proof of its identity, and only its hash is part of a key here.
internal sealed class TokenCache(TimeProvider time)
{
    /// <summary>Four times the pods of a node: each may have rotated its service-account token since.</summary>
    public const int Capacity = 1000;

    /// <summary>Tokens closer to their expiry are not cached: the longest mount and clock skew.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>A mounted volume needs its token every minute or two: an unused token's pod has been deleted.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    /// <summary>How long a renewed token is sent to a vault that also refuses it.</summary>
    public static readonly TimeSpan BetweenRefusals = TimeSpan.FromMinutes(1);

    private readonly BoundedCache<Place, Entry> cached = new(Capacity, IdleLimit, time);
    private readonly SharedCalls<Place, IssuedToken> calls = new(time);

    public int Count => cached.Count;

    // A token that a vault has refused is requested again for that vault only: other vaults may accept it, and a vault
    // that refuses every token must not have the issuer asked at every mount.
    // longestUse: how long a token is cached at most, whatever its expiry.
    public async Task<(IssuedToken Token, bool IsRequested)> GetAsync(
        TokenUse use, TimeSpan longestUse, Func<CancellationToken, Task<IssuedToken>> request,
            CancellationToken cancellationToken)
    {
        var (place, known) = Find(use);
        return known is not null
            ? (known, false)
            : await calls.RunAsync(
                [place], call => GetTokenAsync(place, use, longestUse, request, call), CallDeadline.Remaining,
                    cancellationToken);
    }

    /// <summary>A vault has refused a token: the next mount asks for a new one, for this vault.</summary>
    public void Refused(TokenUse use, IssuedToken token)
    {
        var own = new Place(use.Proof, use.Vault);
        if (cached.TryGet(own, out var latest))
        {
            if (ReferenceEquals(latest.Token, token) && time.GetElapsedTime(latest.RequestedAt) >= BetweenRefusals)
            {
                cached.Set(own, default, use.PodNamespace);
            }
        }
        else if (cached.TryGet(new Place(use.Proof, null), out var current) && ReferenceEquals(current.Token, token))
        {
            cached.Set(own, default, use.PodNamespace);
        }
    }

    private (Place Place, IssuedToken? Token) Find(TokenUse use)
    {
        var own = new Place(use.Proof, use.Vault);
        if (cached.TryGet(own, out var latest) && (latest.Token is null || IsUsable(latest)))
        {
            return (own, latest.Token);
        }

        var any = new Place(use.Proof, null);
        return (any, cached.TryGet(any, out var current) && IsUsable(current) ? current.Token : null);
    }

    private async Task<IssuedToken> GetTokenAsync(
        Place place, TokenUse use, TimeSpan longestUse, Func<CancellationToken, Task<IssuedToken>> request,
            SharedCall call)
    {
        // Another call may have ended since this caller checked the cache.
        if (cached.TryGet(place, out var fresh) && IsUsable(fresh))
        {
            return fresh.Token!;
        }

        using var deadline = CallDeadline.Begin(() => call.Remaining);
        var (requestedAt, requested) = (time.GetUtcNow(), time.GetTimestamp());
        var token = await request(call.Abandoned);
        if (token.ExpiresOn is { } expiry && Sooner(expiry - Margin, requestedAt + longestUse) is var until
            && time.GetUtcNow() < until)
        {
            cached.Set(place, new Entry(token, until, requested), use.PodNamespace);
        }

        return token;
    }

    private bool IsUsable(Entry entry) => entry.Token is not null && time.GetUtcNow() < entry.UsedUntil;

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    // Vault: the one vault that the token is for, after that has refused another one.
    private sealed record Place(IdentityProof Proof, string? Vault);

    // Token: none when the vault has refused the token and none has been asked for since.
    private readonly record struct Entry(IssuedToken? Token, DateTimeOffset UsedUntil, long RequestedAt);
}

/// <summary>The purpose of a token.</summary>
// Proof: What proves the identity.
// Vault: The vault that it is sent to, as host and port.
// PodNamespace: Whose room in the cache the token takes.
internal sealed record TokenUse(IdentityProof Proof, string Vault, string PodNamespace);
