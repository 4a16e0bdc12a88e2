using Provider.Http.Connections;
using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>Limits the calls to one vault, for all mounts, and closes while the vault throttles.</summary>
// A vault that throttles one call throttles all of them, and calls made meanwhile lengthen its wait. So any 429 closes
// the gate for every mount: for as long as the vault asks, or for an exponential back-off, whichever is longer. Then
// one call at a time tests whether the vault has recovered, before the others are made.
// width: gives the most calls at once; it may change.
internal sealed class VaultGate(Func<int> width, TimeProvider time, Func<double> chance)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(16);

    private readonly WeightedSemaphore slots = new(width());

    // Entering, closing and the trial call must see one state.
    private readonly Lock gate = new();
    private long closedAt = long.MinValue;
    private long opensAt = long.MinValue;
    private int refusals;
    private TaskCompletionSource? trial;

    /// <exception cref="VaultClosedException">The vault asks for a wait beyond the deadline.</exception>
    public async Task<VaultPermit> EnterAsync(CancellationToken cancellationToken, Func<TimeSpan?>? allowed = null)
    {
        while (true)
        {
            // Before waiting for a slot: a wait that is too long is reported at once.
            await UntilOpenAsync(allowed, cancellationToken);
            slots.Resize(width());
            var slot = await slots.WaitAsync(CallOwner.Namespace, 1, cancellationToken);
            if (TryPass(slot) is { } permit)
            {
                return permit;
            }

            slot.Dispose();
        }
    }

    /// <summary>Closes after a 429. <c>requested</c>: null for none. Returns the additional wait.</summary>
    internal TimeSpan Close(long entered, TimeSpan? requested)
    {
        slots.Resize(width());
        lock (gate)
        {
            var now = time.GetTimestamp();
            var wait = requested ?? TimeSpan.Zero;
            // Calls that were in progress when it closed add nothing new, apart from a longer wait.
            if (entered >= closedAt)
            {
                var own = FirstWait * Math.Pow(2, Math.Min(refusals, 10));
                own = (own < LongestWait ? own : LongestWait) * (0.75 + (chance() / 2));
                wait = wait > own ? wait : own;
                refusals++;
                closedAt = now;
            }

            var before = Math.Max(opensAt, now);
            opensAt = Math.Max(opensAt, now + (long)(wait.TotalSeconds * time.TimestampFrequency));
            return time.GetElapsedTime(before, Math.Max(opensAt, before));
        }
    }

    internal void Open(long entered)
    {
        // A response shows the vault's HTTP version, which may allow waiting calls.
        slots.Resize(width());
        lock (gate)
        {
            if (entered >= closedAt)
            {
                refusals = 0;
            }
        }
    }

    internal void EndTrial()
    {
        TaskCompletionSource? ended;
        lock (gate)
        {
            (ended, trial) = (trial, null);
        }

        ended?.SetResult();
    }

    private async Task UntilOpenAsync(Func<TimeSpan?>? allowed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wait, others) = Obstacle();
            if (wait > TimeSpan.Zero)
            {
                if (wait >= allowed?.Invoke())
                {
                    throw new VaultClosedException(wait);
                }

                // A timer has whole milliseconds, and a part of one would be a loop without a wait.
                await Task.Delay(
                    TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }
            else if (others is not null)
            {
                await others.WaitAsync(cancellationToken);
            }
            else
            {
                return;
            }
        }
    }

    // The time until the gate opens, and then the trial of another call.
    private (TimeSpan Wait, Task? Trial) Obstacle()
    {
        lock (gate)
        {
            var wait = opensAt == long.MinValue ? TimeSpan.Zero : time.GetElapsedTime(time.GetTimestamp(), opensAt);
            return (wait, refusals > 0 ? trial?.Task : null);
        }
    }

    private VaultPermit? TryPass(IDisposable slot)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (now < opensAt || (refusals > 0 && trial is not null))
            {
                return null;
            }

            if (refusals > 0)
            {
                trial = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return new VaultPermit(this, slot, now, IsTrial: refusals > 0);
        }
    }
}

/// <summary>A call that its vault's gate has let in. <c>Entered</c>: when it was let in, as a timestamp.</summary>
internal sealed record VaultPermit(VaultGate Gate, IDisposable Slot, long Entered, bool IsTrial) : IDisposable
{
    /// <summary>The vault responded with 429. Returns the additional wait.</summary>
    public TimeSpan Throttled(TimeSpan? requested) => Gate.Close(Entered, requested);

    public void Served() => Gate.Open(Entered);

    public void Dispose()
    {
        Slot.Dispose();
        if (IsTrial)
        {
            Gate.EndTrial();
        }
    }
}

/// <summary>The vault has asked to wait for longer than the mount may take.</summary>
internal sealed class VaultClosedException(TimeSpan wait) : Exception("The vault's gate stays closed.")
{
    public TimeSpan Wait => wait;
}

/// <summary>The process's gates, one a vault. <c>width</c>: the most calls at once to one vault.</summary>
// admitted: how many requests at once a host takes, as far as is known.
internal sealed class VaultGates(int width, Func<string, int> admitted, TimeProvider time)
{
    // Far more vaults than a node's pods use; a gate that is dropped only forgets a wait.
    private readonly BoundedCache<VaultHost, VaultGate> gates = new(1_000, TimeSpan.FromHours(1), time);

    public VaultGate For(VaultHost vault) =>
        gates.GetOrAdd(vault, _ => new VaultGate(
            () => Math.Min(width, admitted(vault.Name)), time, Random.Shared.NextDouble));
}
