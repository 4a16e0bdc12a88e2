namespace Provider.Sandbox.Load;

/// <summary>
/// The result of a run. <c>IdleMemory</c>: the provider's resident memory before the first mount, in MiB.
/// <c>PeakMemory</c>: its peak, in MiB. <c>SettledMemory</c>: after it has been idle, in MiB.
/// </summary>
internal sealed record LoadResult(
    IReadOnlyList<LoadRound> Rounds,
    double IdleMemory,
    double PeakMemory,
    double SettledMemory,
    int Connections,
    IReadOnlyDictionary<string, int> Failures);
