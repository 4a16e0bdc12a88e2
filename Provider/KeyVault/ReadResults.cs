using System.Collections.Immutable;
using Provider.Model;
using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>The results of vaults and the tokens that they have accepted, until a refusal.</summary>
// A response can come after the refusal of a request that was sent later. So what is cached or proven was asked for
// after the last refusal of the token, and of the object to the principal.
internal sealed class ReadResults : IDisposable
{
    /// <summary>Bytes: 1,000 objects of 1,000 characters, each by token and by claims, and some more.</summary>
    private const long Capacity = 8 * 1024 * 1024;

    /// <summary>The approximate size of a result without its texts.</summary>
    private const int Overhead = 1024;

    /// <summary>Lists have up to 5 MB, and are cached by token and by claims.</summary>
    private const int ListingCapacity = 4;

    /// <summary>Characters: more than one object has, less than a long history.</summary>
    private const int LongestCached = 64 * 1024;

    // A refusal and a response that ends at the same time: nothing may be cached between the check and the removal.
    private readonly Lock gate = new();
    private readonly TimeSpan cacheFor;
    private readonly TimeProvider time;
    private readonly BoundedCache<SharedReadKey, ReadOutcome> cached;
    private readonly BoundedCache<SharedReadKey, ReadOutcome> listings;
    private readonly ProvenTokens proven;
    private readonly Refusals refusals = new();
    private readonly ITimer sweep;
    private bool isSweeping;

    public ReadResults(TimeSpan cacheFor, TimeProvider time)
    {
        (this.cacheFor, this.time) = (cacheFor, time);
        cached = new(Capacity, cacheFor, time, outcome => Overhead + (sizeof(char) * Characters(outcome)));
        listings = new(ListingCapacity, cacheFor, time);
        proven = new(time);
        sweep = time.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => cached.Count + listings.Count;

    public int Watched
    {
        get
        {
            lock (gate)
            {
                return refusals.Count;
            }
        }
    }

    public bool IsProven(VaultHost vault, VaultCredential credential) => proven.Contains(vault, credential);

    /// <summary>A result that is not too old; it may be older than the mount.</summary>
    public ReadOutcome? Find(ImmutableArray<SharedReadKey> keys)
    {
        foreach (var key in keys)
        {
            if (CacheOf(key).TryGet(key, out var known) && time.GetElapsedTime(known.RequestedAt) < cacheFor)
            {
                return known;
            }
        }

        return null;
    }

    public Refusals.Watched Begin(MountRead read)
    {
        lock (gate)
        {
            return refusals.Begin(read.Key, read.Mount.Credential);
        }
    }

    public void Accept(MountRead read, Refusals.Watched watched)
    {
        lock (gate)
        {
            if (!watched.IsOverruled)
            {
                proven.Add(read.Key.Vault, read.Mount.Credential, read.Mount.PodNamespace);
            }
        }
    }

    /// <summary>A read has ended with a result, which is cached unless a refusal has overruled it.</summary>
    public ReadOutcome Cache(MountRead read, ImmutableArray<SharedReadKey> keys, Refusals.Watched watched,
        ReadOutcome outcome)
    {
        lock (gate)
        {
            if (watched.IsOverruled)
            {
                return outcome with { IsOverruled = true };
            }

            if (cacheFor > TimeSpan.Zero && Characters(outcome) <= LongestCached)
            {
                foreach (var key in keys)
                {
                    CacheOf(key).Set(key, outcome, read.Mount.PodNamespace);
                }

                SweepLater();
            }

            return outcome;
        }
    }

    public void Refuse(MountRead read, bool isUnauthorized)
    {
        var (vault, credential) = (read.Key.Vault, read.Mount.Credential);
        lock (gate)
        {
            // A 403 is about the principal. So is the 401 of a token that was accepted before; any text could cause
            // others.
            if (!isUnauthorized || proven.Contains(vault, credential))
            {
                var refused = Subject.OfPrincipal(read.Key, credential);
                refusals.RefusePrincipal(read.Key, credential);
                RemoveAll((key, outcome) => Subject.Of(key.Read, outcome.Asker) == refused);
            }

            if (isUnauthorized)
            {
                refusals.RefuseToken(vault, credential.Hash);
                proven.Remove(vault, credential);
                RemoveAll((key, outcome) => key.Read.Vault == vault && outcome.Asker.Token == credential.Hash);
            }
        }
    }

    public void End(MountRead read)
    {
        lock (gate)
        {
            refusals.End(read.Key, read.Mount.Credential);
        }
    }

    public void Dispose() => sweep.Dispose();

    // Without mounts nothing else would drop the values; while there are no values, no timer runs.
    private void SweepLater()
    {
        if (!isSweeping && Count > 0)
        {
            isSweeping = sweep.Change(cacheFor, Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep()
    {
        lock (gate)
        {
            cached.DropIdle();
            listings.DropIdle();
            isSweeping = false;
            SweepLater();
        }
    }

    // Of lists there are so few that their names do not count.
    private static long Characters(ReadOutcome outcome) => outcome.Objects.Sum(one => (long)Length(one));

    private static int Length(VaultObject one) => (one.Tags?.Length ?? 0) + one switch
    {
        VaultSecret secret => secret.Value.Reveal().Length,
        VaultCertificate certificate => certificate.Certificate.Length,
        _ => 0,
    };

    private BoundedCache<SharedReadKey, ReadOutcome> CacheOf(SharedReadKey key) =>
        key.Read.IsListing ? listings : cached;

    private void RemoveAll(Func<SharedReadKey, ReadOutcome, bool> isRemoved)
    {
        cached.RemoveAll(isRemoved);
        listings.RemoveAll(isRemoved);
    }
}
