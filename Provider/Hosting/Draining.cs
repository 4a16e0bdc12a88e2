namespace Provider.Hosting;

/// <summary>The end of the provider: mounts under way go on for a while, then end with an error of ours.</summary>
/// <remarks>
/// The server closes connections when its time to drain is over, and a closed connection is a status that kubelet does not take as
/// final. So the mounts are ended a little sooner.
/// </remarks>
/// <param name="limit">The server's time to drain.</param>
/// <param name="time">The clock.</param>
internal sealed class Draining(TimeSpan limit, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Sooner = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource over = new();
    private ITimer? timer;

    /// <summary>Canceled when mounts under way must end.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>The server has begun to stop.</summary>
    public void Begin()
    {
        var left = limit > Sooner * 2 ? limit - Sooner : limit / 2;
        timer = time.CreateTimer(_ => over.Cancel(), null, left, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer?.Dispose();
        over.Dispose();
    }
}
