using Microsoft.Extensions.Time.Testing;

namespace Provider.Tests.KeyVault;

/// <summary>A clock that counts how often a timer of its own has run.</summary>
internal sealed class TickingTime : FakeTimeProvider
{
    /// <summary>How often a timer has run.</summary>
    public int Ticks { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(
            given =>
            {
                Ticks++;
                callback(given);
            },
            state, dueTime, period);
}
