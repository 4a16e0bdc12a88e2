namespace Provider.Sandbox.Load;

/// <summary>
/// What a whole run showed. <c>IdleMemory</c>: the provider's resident memory before the first mount, in MiB.
/// <c>PeakMemory</c>: the most that it ever had, in MiB. <c>SettledMemory</c>: what it had when nothing had happened
/// for a while, in MiB.
/// </summary>
internal sealed record LoadResult(
    IReadOnlyList<LoadRound> Rounds,
    double IdleMemory,
    double PeakMemory,
    double SettledMemory,
    int Connections,
    IReadOnlyDictionary<string, int> Failures);
