using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>The way to one vault, shared by all mounts: so many calls at once, and none while the vault asks to wait.</summary>
/// <remarks>
/// A vault that throttles one call throttles all of them, and calls made meanwhile lengthen its wait. So the first answer 429
/// closes the way for everybody, and when it opens again the calls do not come all at once: the first few find out whether the
/// vault has recovered before the others are made.
/// </remarks>
/// <param name="width">The most calls at once, 1 or more.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">Gives a number from 0 to 1, to spread the calls after a wait.</param>
internal sealed class VaultGate(int width, TimeProvider time, Func<double> chance)
{
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    private readonly Turns turns = new(width);
    private long opensAt;

    /// <summary>Waits for a turn.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="allowed">How long the callers can wait, if that is known; more may join while this one waits.</param>
    /// <returns>The turn; disposing of it gives it to the next.</returns>
    /// <exception cref="VaultClosedException">The vault asks for a wait beyond the deadline.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken, Func<TimeSpan?>? allowed = null)
    {
        var turn = await turns.TakeAsync(cancellationToken);
        try
        {
            while (Remaining() is { } remaining && remaining > TimeSpan.Zero)
            {
                if (remaining >= allowed?.Invoke())
                {
                    throw new VaultClosedException(remaining);
                }

                await Task.Delay(remaining + (Spread * chance()), time, cancellationToken);
            }

            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>The vault has asked to wait.</summary>
    /// <param name="wait">How long.</param>
    /// <returns>For how much longer than it had asked before.</returns>
    public TimeSpan Close(TimeSpan wait)
    {
        var now = time.GetUtcNow().UtcTicks;
        var until = now + wait.Ticks;
        // The latest wait wins, whatever the order in which answers come in.
        long known;
        do
        {
            known = Interlocked.Read(ref opensAt);
        }
        while (until > known && Interlocked.CompareExchange(ref opensAt, until, known) != known);
        return TimeSpan.FromTicks(Math.Max(0, until - Math.Max(known, now)));
    }

    private TimeSpan Remaining() => TimeSpan.FromTicks(Interlocked.Read(ref opensAt) - time.GetUtcNow().UtcTicks);
}
