namespace Provider.Tests.EndToEnd;

/// <summary>The mounts of a load, and what is wrong with those that were lost.</summary>
internal sealed class CountedMounts : IDisposable
{
    private readonly SemaphoreSlim signal = new(0);

    public List<string> Lost { get; } = [];

    public void Add(string? problem)
    {
        if (problem is not null)
        {
            Lost.Add(problem);
        }

        signal.Release();
    }

    public void Dispose() => signal.Dispose();

    /// <summary>Waits for mounts that start after now.</summary>
    public async Task MoreAsync(CancellationToken cancellationToken)
    {
        var more = signal.CurrentCount + 4;
        for (var count = 0; count < more; count++)
        {
            await signal.WaitAsync(cancellationToken);
        }
    }
}
