using System.Collections.Immutable;
using Provider.Model;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Makes equal reads once: for all who need one at the same time, and for rotation for a little while longer.</summary>
/// <remarks>
/// A first mount is never given an answer to a question that was asked before it came: who sets a secret and then starts a pod
/// gets the new value. Failures are shared while they are under way and never kept.
/// </remarks>
internal sealed class SharedReads : IDisposable
{
    /// <summary>More objects than a node's pods rotate; with the largest secrets (25 KB) a tenth of the daemon's memory.</summary>
    private const int Capacity = 400;

    private readonly SharedCalls<ReadKey, Answer> calls;
    private readonly BoundedCache<ReadKey, Answer> kept;
    private readonly TimeSpan keepFor;
    private readonly TimeProvider time;
    private readonly ITimer? sweeping;

    /// <summary>Shares reads.</summary>
    /// <param name="keepFor">How old an answer may be that rotation is given; zero keeps none.</param>
    /// <param name="time">The clock.</param>
    public SharedReads(TimeSpan keepFor, TimeProvider time)
    {
        (this.keepFor, this.time) = (keepFor, time);
        calls = new SharedCalls<ReadKey, Answer>(time);
        kept = new BoundedCache<ReadKey, Answer>(Capacity, keepFor, time);
        // Without mounts nothing else would ever drop the values.
        sweeping = keepFor > TimeSpan.Zero ? time.CreateTimer(_ => kept.DropIdle(), null, keepFor, keepFor) : null;
    }

    /// <summary>The answer to a read.</summary>
    /// <param name="key">What makes it equal to another.</param>
    /// <param name="isRemount">Whether this volume has been mounted before, so that a kept answer will do.</param>
    /// <param name="read">Reads the vault.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    public async Task<SharedRead> GetAsync(
        ReadKey key, bool isRemount, Func<CancellationToken, Task<ImmutableArray<VaultObject>>> read, CancellationToken cancellationToken)
    {
        if (isRemount && kept.TryGet(key, out var known) && time.GetElapsedTime(known.AskedAt) < keepFor)
        {
            return new(known.Objects, ReadSource.Remembered);
        }

        var arrived = time.GetTimestamp();
        while (true)
        {
            var source = ReadSource.Shared;
            var answer = await calls.RunAsync(key, ended => { source = ReadSource.Vault; return AskAsync(key, read, ended); }, cancellationToken);
            // The call that was under way may have been asked before this mount; the next one is not.
            if (isRemount || answer.AskedAt >= arrived)
            {
                return new(answer.Objects, source);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sweeping?.Dispose();

    private async Task<Answer> AskAsync(
        ReadKey key, Func<CancellationToken, Task<ImmutableArray<VaultObject>>> read, CancellationToken ended)
    {
        var asked = time.GetTimestamp();
        var answer = new Answer(asked, await read(ended));
        if (keepFor > TimeSpan.Zero)
        {
            kept.Set(key, answer);
        }

        return answer;
    }

    private sealed record Answer(long AskedAt, ImmutableArray<VaultObject> Objects);
}
