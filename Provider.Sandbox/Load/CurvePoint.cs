namespace Provider.Sandbox.Load;

/// <summary>
/// The cost of a number of pods. <c>FirstCpu</c>: processor time of all first mounts, in milliseconds.
/// <c>RemountCpu</c>: processor time of a round of re-mounts, in milliseconds. <c>Memory</c>: resident memory at most,
/// in MiB.
/// </summary>
internal sealed record CurvePoint(
    int Pods, double FirstSeconds, double FirstCpu, double RemountCpu, int Calls, double Memory)
{
    /// <summary>From a run's rounds, the first of which mounted and the others mounted again.</summary>
    public static CurvePoint Of(int pods, LoadResult result) => new(
        pods,
        result.Rounds[0].Latency.Max / 1000,
        result.Rounds[0].CpuPerMount * pods,
        result.Rounds.Skip(1).Average(round => round.CpuPerMount) * pods,
        result.Rounds[0].VaultCalls,
        result.PeakMemory);
}
