using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Provider.Http;
using Provider.Model;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Makes equal reads once: for mounts at the same time, and for rotation a little longer.</summary>
// A read is shared by mounts with the very same token, and by mounts whose tokens have equal claims and were accepted
// by the vault before it began. A first mount never gets the response to a request that was sent before it came: after
// a secret was set and a pod started, the pod gets the new value. A refusal (401, 403) is for the token that was
// refused alone; other failures are shared by the mounts that wait. No failure is cached.
internal sealed class SharedReads : IDisposable
{
    private readonly byte[] hashKey = RandomNumberGenerator.GetBytes(32);
    private readonly SharedCalls<SharedReadKey, ReadOutcome> calls;
    private readonly ReadResults results;
    private readonly ReadingMounts mounts = new();
    private readonly TimeProvider time;

    /// <summary><paramref name="cacheFor"/>: the age of results for rotation; zero caches none.</summary>
    public SharedReads(TimeSpan cacheFor, TimeProvider time)
    {
        this.time = time;
        calls = new(time);
        results = new(cacheFor, time);
    }

    internal int Watched => results.Watched;

    internal int Cached => results.Count;

    /// <exception cref="MountException">The token cannot be sent.</exception>
    public VaultCredential Credential(SecretText token) => VaultCredential.Of(token, hashKey);

    public IDisposable Enter(VaultHost vault, VaultCredential credential) => mounts.Enter(vault, credential);

    /// <summary>Whether to prove the token first: other mounts with equal claims read the vault.</summary>
    public bool HasToProve(VaultHost vault, VaultCredential credential) =>
        !results.IsProven(vault, credential) && mounts.HasOther(vault, credential);

    public async Task<SharedRead> GetAsync(MountRead read, CancellationToken cancellationToken)
    {
        ReadOutcome? earlier = null;
        for (var isAlone = false; ;)
        {
            var keys = Keys(read, isAlone);
            var known = results.Find(keys);
            if (known is not null && IsFor(read.Mount, known))
            {
                return new(known.Objects, ReadSource.Cached);
            }

            var gathering = ReadGathering.After(earlier ?? known, time);
            var (outcome, isStarted) = await calls.RunAsync(
                keys, call => AskAsync(read, keys, gathering, call), CallDeadline.Remaining, cancellationToken);
            // A refusal of another token does not apply to this mount's own.
            var isOthers = outcome.IsRefused && outcome.Asker.Token != read.Mount.Credential.Hash;
            if (!isOthers && (isStarted || IsFor(read.Mount, outcome)))
            {
                outcome.Failure?.Throw();
                return new(outcome.Objects, isStarted ? ReadSource.Vault : ReadSource.Shared);
            }

            isAlone |= isOthers;
            earlier = isOthers ? earlier : outcome;
        }
    }

    public void Dispose() => results.Dispose();

    // A remount may get what was asked for before it came, unless the vault has refused the principal since.
    private static bool IsFor(ReadingMount mount, ReadOutcome outcome) =>
        outcome.RequestedAt >= mount.Came || (mount.IsRemount && !outcome.IsOverruled);

    private ImmutableArray<SharedReadKey> Keys(MountRead read, bool isAlone)
    {
        var credential = read.Mount.Credential;
        var byToken = SharedReadKey.SameToken(read.Key, credential);
        return !isAlone && results.IsProven(read.Key.Vault, credential)
            ? [byToken, SharedReadKey.SamePrincipal(read.Key, credential.Claims!)]
            : [byToken];
    }

    private async Task<ReadOutcome> AskAsync(
        MountRead read, ImmutableArray<SharedReadKey> keys, ReadGathering gathering, SharedCall call)
    {
        using var deadline = CallDeadline.Begin(() => call.Remaining);
        if (gathering.Wait > TimeSpan.Zero)
        {
            await Task.Delay(gathering.Wait, time, call.Abandoned);
        }

        var watched = results.Begin(read);
        try
        {
            return await AskAsync(read, keys, gathering.Generation, watched, call.Abandoned);
        }
        finally
        {
            results.End(read);
        }
    }

    private async Task<ReadOutcome> AskAsync(
        MountRead read, ImmutableArray<SharedReadKey> keys, int generation, Refusals.Watched watched,
            CancellationToken abandoned)
    {
        var mount = read.Mount;
        var progress = new ReadProgress(time.GetTimestamp(), () =>
        {
            results.Accept(read, watched);
            mount.Accept();
        });
        ReadOutcome Outcome() => new(
            progress.SentAt, time.GetTimestamp(), generation, new VaultPrincipal(mount.Credential.Hash,
                mount.Credential.Claims));
        try
        {
            var objects = await read.Vault(progress, abandoned);
            progress.Accepted();
            return results.Cache(read, keys, watched, Outcome() with { Objects = objects });
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var refused = error is VaultReadException { IsRefusal: true } refusal ? refusal : null;
            if (refused is not null)
            {
                results.Refuse(read, refused.IsUnauthorized);
            }

            return Outcome() with { Failure = ExceptionDispatchInfo.Capture(error), IsRefused = refused is not null };
        }
    }
}
