namespace Provider.Sandbox.Fuzzing;

/// <summary>Reports an input that a parser does not finish, which the feeding thread cannot do.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TimeProvider time;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly Action<FuzzFailure> report;
    // Written by the feeding thread and read by the timer's.
    private (FuzzTarget Target, byte[] Input, int Seed, long Started)? fed;

    public Watchdog(TimeProvider time, Action<FuzzFailure> report)
    {
        this.time = time;
        this.report = report;
        timer = time.CreateTimer(_ => Look(), null, Patience, Patience);
    }

    public IDisposable Watch(FuzzTarget target, byte[] input, int seed)
    {
        lock (gate)
        {
            fed = (target, input, seed, time.GetTimestamp());
        }

        return new Watched(this);
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        lock (gate)
        {
            if (fed is { } now && time.GetElapsedTime(now.Started) > Patience)
            {
                report(new FuzzFailure(
                    now.Target, now.Seed, now.Input, $"has not ended within {Patience.TotalSeconds} s"));
            }
        }
    }

    private sealed class Watched(Watchdog owner) : IDisposable
    {
        public void Dispose()
        {
            lock (owner.gate)
            {
                owner.fed = null;
            }
        }
    }
}
