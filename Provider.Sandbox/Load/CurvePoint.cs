namespace Provider.Sandbox.Load;

/// <summary>What a number of pods cost.</summary>
/// <param name="Pods">How many.</param>
/// <param name="FirstSeconds">Until the last of them was mounted, all started at once.</param>
/// <param name="FirstCpu">Processor time of all first mounts, in milliseconds.</param>
/// <param name="AgainCpu">Processor time of a round of re-mounts, in milliseconds.</param>
/// <param name="Calls">Vault calls of the first round.</param>
/// <param name="Memory">Resident memory at most, in MiB.</param>
internal sealed record CurvePoint(int Pods, double FirstSeconds, double FirstCpu, double AgainCpu, int Calls, double Memory)
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
