namespace Provider.Sandbox.Load;

/// <summary>What a whole run showed.</summary>
/// <param name="Rounds">Round by round.</param>
/// <param name="IdleMemory">The provider's resident memory before the first mount, in MiB.</param>
/// <param name="PeakMemory">The most that it ever had, in MiB.</param>
/// <param name="SettledMemory">What it had when nothing had happened for a while, in MiB.</param>
/// <param name="Connections">Connections that it opened to the cloud.</param>
/// <param name="Failures">What failed mounts said, and how often.</param>
internal sealed record LoadResult(
    IReadOnlyList<LoadRound> Rounds,
    double IdleMemory,
    double PeakMemory,
    double SettledMemory,
    int Connections,
    IReadOnlyDictionary<string, int> Failures);
