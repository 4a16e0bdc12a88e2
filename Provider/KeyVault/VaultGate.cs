using Provider.Http.Connections;
using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>The way to one vault, shared by all mounts: so many calls at once, and none while the vault asks to wait.</summary>
/// <remarks>
/// A vault that throttles one call throttles all of them, and calls made meanwhile lengthen its wait. So any 429 closes the gate
/// for every mount: for as long as the vault asks, or for a growing wait of our own, whichever is longer. Then one call at a
/// time finds out whether the vault has recovered, before the others are made.
/// </remarks>
/// <param name="width">The most calls at once, 1 or more.</param>
/// <param name="time">The clock; its timestamps are used, since the wall clock may be corrected.</param>
/// <param name="chance">Gives a number from 0 to 1, to spread the gates of many nodes.</param>
internal sealed class VaultGate(int width, TimeProvider time, Func<double> chance)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(16);

    private readonly WeightedSemaphore turns = new(width);

    // Who is let in, who closes the gate and whose call finds out: each must see what the others did.
    private readonly Lock gate = new();
    private long closedAt = long.MinValue;
    private long opensAt = long.MinValue;
    private int refusals;
    private TaskCompletionSource? trial;

    /// <summary>Waits until a call may be made.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="allowed">How long the callers can wait, if that is known; more may join while this one waits.</param>
    /// <returns>The passage; disposed of when the call has ended.</returns>
    /// <exception cref="VaultClosedException">The vault asks for a wait beyond the deadline.</exception>
    public async Task<VaultPassage> EnterAsync(CancellationToken cancellationToken, Func<TimeSpan?>? allowed = null)
    {
        while (true)
        {
            // Before a turn is waited for: a wait that is too long is reported at once.
            await UntilOpenAsync(allowed, cancellationToken);
            var turn = await turns.WaitAsync(CallOwner.Namespace, 1, cancellationToken);
            if (TryPass(turn) is { } passage)
            {
                return passage;
            }

            turn.Dispose();
        }
    }

    /// <summary>The vault has refused a call with 429.</summary>
    /// <param name="entered">When the call entered.</param>
    /// <param name="asked">How long the vault asks to wait; none when it does not say.</param>
    /// <returns>For how much longer the gate is closed than before.</returns>
    internal TimeSpan Close(long entered, TimeSpan? asked)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var wait = asked ?? TimeSpan.Zero;
            // Calls that were under way when it closed say nothing new, apart from a longer wait.
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

    /// <summary>The vault has served a call.</summary>
    internal void Open(long entered)
    {
        lock (gate)
        {
            if (entered >= closedAt)
            {
                refusals = 0;
            }
        }
    }

    /// <summary>The call that finds out has ended, whatever it has found.</summary>
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
            Task? others;
            TimeSpan wait;
            lock (gate)
            {
                wait = opensAt == long.MinValue ? TimeSpan.Zero : time.GetElapsedTime(time.GetTimestamp(), opensAt);
                others = refusals > 0 ? trial?.Task : null;
            }

            if (wait > TimeSpan.Zero)
            {
                if (wait >= allowed?.Invoke())
                {
                    throw new VaultClosedException(wait);
                }

                await Task.Delay(wait, time, cancellationToken);
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

    private VaultPassage? TryPass(IDisposable turn)
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

            return new VaultPassage(this, turn, now, IsTrial: refusals > 0);
        }
    }
}
