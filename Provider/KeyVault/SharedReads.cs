using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Provider.Http;
using Provider.Model;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>
/// Makes equal reads once: for all mounts that need one at the same time, and for rotation for a little while longer.
/// </summary>
/// <remarks>
/// A read is shared by mounts with the very same token, and by mounts whose tokens have equal claims and were accepted
/// by the vault before it began. A first mount never gets the response to a request that was sent before it came: after
/// a secret was set and a pod started, the pod gets the new value. A refusal (401, 403) is for the token that was
/// refused alone; other failures are shared by the mounts that wait. No failure is cached.
/// </remarks>
internal sealed class SharedReads : IDisposable
{
    /// <summary>
    /// Twice the objects that a node's pods rotate: a result can be cached by its token and by its claims.
    /// </summary>
    private const int Capacity = 800;

    /// <summary>
    /// A list of a vault's objects is up to 3 MB; it too can be cached by its token and by its claims.
    /// </summary>
    private const int ListingCapacity = 16;

    private readonly byte[] hashKey = RandomNumberGenerator.GetBytes(32);
    private readonly SharedCalls<SharedReadKey, Outcome> calls;
    private readonly BoundedCache<SharedReadKey, Outcome> cached;
    private readonly BoundedCache<SharedReadKey, Outcome> listings;
    private readonly ReadingMounts mounts = new();
    private readonly ProvenTokens proven;
    private readonly TimeSpan cacheFor;
    private readonly TimeProvider time;
    private readonly ITimer? sweeping;

    public SharedReads(TimeSpan cacheFor, TimeProvider time)
    {
        (this.cacheFor, this.time) = (cacheFor, time);
        calls = new(time);
        cached = new(Capacity, cacheFor, time);
        listings = new(ListingCapacity, cacheFor, time);
        proven = new ProvenTokens(time);
        // Without mounts nothing else would ever drop the values.
        sweeping = cacheFor > TimeSpan.Zero ? time.CreateTimer(_ => DropIdle(), null, cacheFor, cacheFor) : null;
    }

    /// <summary>The credential of a token.</summary>
    /// <exception cref="MountException">The token cannot be sent.</exception>
    public VaultCredential Credential(SecretText token) => VaultCredential.Of(token, hashKey);

    /// <summary>A mount begins to read a vault; disposed of when it ends.</summary>
    public IDisposable Enter(VaultHost vault, VaultCredential credential) => mounts.Enter(vault, credential);

    /// <summary>
    /// Whether a mount should read one entry first: others with equal claims read the vault, and its own are not
    /// proven.
    /// </summary>
    public bool HasToProve(VaultHost vault, VaultCredential credential) =>
        !proven.Contains(vault, credential) && mounts.HasOther(vault, credential);

    /// <summary>The result of a read.</summary>
    public async Task<SharedRead> GetAsync(MountRead read, CancellationToken cancellationToken)
    {
        var mount = read.Mount;
        for (var isAlone = false; ;)
        {
            var keys = Keys(read, isAlone);
            if (Cached(keys, mount) is { } known)
            {
                return new(known.Objects, ReadSource.Cached);
            }

            var (outcome, isStarted) = await calls.RunAsync(
                keys, call => FetchAsync(read, keys, call), CallDeadline.Remaining, cancellationToken);
            if (outcome.IsRefused && outcome.Token != mount.Credential.Hash)
            {
                // It says nothing about this mount's own token.
                isAlone = true;
            }
            else if (isStarted || mount.IsRemount || outcome.RequestedAt >= mount.Came)
            {
                outcome.Failure?.Throw();
                return new(outcome.Objects, isStarted ? ReadSource.Vault : ReadSource.Shared);
            }
        }
    }

    public void Dispose() => sweeping?.Dispose();

    private BoundedCache<SharedReadKey, Outcome> CacheOf(SharedReadKey key) => key.Read.IsListing ? listings : cached;

    private void DropIdle()
    {
        cached.DropIdle();
        listings.DropIdle();
    }

    private ImmutableArray<SharedReadKey> Keys(MountRead read, bool isAlone)
    {
        var credential = read.Mount.Credential;
        var byToken = SharedReadKey.SameToken(read.Key, credential);
        return !isAlone && proven.Contains(read.Key.Vault, credential)
            ? [byToken, SharedReadKey.SamePrincipal(read.Key, credential.Claims!)]
            : [byToken];
    }

    // A first mount gets what was asked for after it came, such as while it proved its token.
    private Outcome? Cached(ImmutableArray<SharedReadKey> keys, ReadingMount mount)
    {
        foreach (var key in keys)
        {
            if (CacheOf(key).TryGet(key, out var known) && time.GetElapsedTime(known.RequestedAt) < cacheFor
                && (mount.IsRemount || known.RequestedAt >= mount.Came))
            {
                return known;
            }
        }

        return null;
    }

    private async Task<Outcome> FetchAsync(MountRead read, ImmutableArray<SharedReadKey> keys, SharedCall call)
    {
        using var deadline = CallDeadline.Begin(() => call.Remaining);
        var credential = read.Mount.Credential;
        var outcome = new Outcome(time.GetTimestamp(), credential.Hash);
        try
        {
            outcome = outcome with { Objects = await read.Vault(call.Abandoned) };
            proven.Add(read.Key.Vault, credential, read.Mount.PodNamespace);
            Cache(keys, outcome, read.Mount.PodNamespace);
            return outcome;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var refused = error is VaultReadException { IsRefusal: true } refusal ? refusal : null;
            if (refused is not null)
            {
                Forget(read, keys, refused);
            }

            return outcome with { Failure = ExceptionDispatchInfo.Capture(error), IsRefused = refused is not null };
        }
    }

    private void Cache(ImmutableArray<SharedReadKey> keys, Outcome outcome, string podNamespace)
    {
        if (cacheFor > TimeSpan.Zero)
        {
            foreach (var key in keys)
            {
                CacheOf(key).Set(key, outcome, podNamespace);
            }
        }
    }

    private void Forget(MountRead read, ImmutableArray<SharedReadKey> keys, VaultReadException refused)
    {
        foreach (var key in keys)
        {
            CacheOf(key).Remove(key);
        }

        if (refused.IsUnauthorized)
        {
            proven.Remove(read.Key.Vault, read.Mount.Credential);
        }
        else if (read.Mount.Credential.Claims is { } claims)
        {
            // A 403 is about the principal: the vault has read the token, whether or not it has accepted it before.
            var principal = SharedReadKey.SamePrincipal(read.Key, claims);
            CacheOf(principal).Remove(principal);
        }
    }

    private sealed record Outcome(long RequestedAt, TokenHash Token)
    {
        public ImmutableArray<VaultObject> Objects { get; init; } = [];

        public ExceptionDispatchInfo? Failure { get; init; }

        public bool IsRefused { get; init; }
    }
}
