namespace Provider.Hosting;

/// <summary>
/// The shutdown of the provider: mounts that read a vault continue for a while, all others end at once.
/// </summary>
// The server closes connections when its time to drain is over, and a closed connection is a status that kubelet does
// not take as final. So the mounts are ended a little sooner.
internal sealed class Draining(TimeSpan limit, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Sooner = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource begun = new();
    private readonly CancellationTokenSource over = new();
    private ITimer? timer;

    /// <summary>Canceled when the server begins to stop: mounts that only wait must end.</summary>
    public CancellationToken Begun => begun.Token;

    /// <summary>Canceled when mounts in progress must end.</summary>
    public CancellationToken Over => over.Token;

    public void Begin()
    {
        var left = limit > Sooner * 2 ? limit - Sooner : limit / 2;
        timer = time.CreateTimer(_ => End(), null, left, Timeout.InfiniteTimeSpan);
        begun.Cancel();
    }

    public void Dispose()
    {
        timer?.Dispose();
        begun.Dispose();
        over.Dispose();
    }

    private void End()
    {
        try
        {
            over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The provider has ended since the timer fired, and nothing is left to end.
        }
    }
}
