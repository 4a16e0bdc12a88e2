using Provider.Sandbox.Load;

namespace Provider.Sandbox.Soak;

/// <summary>
/// What a whole soak showed. <c>PeakMemory</c>: the provider's resident memory at most, in MiB. <c>SettledMemory</c>:
/// what it had when nothing had happened for a while, in MiB.
/// </summary>
internal sealed record SoakResult(SoakTally Tally, double PeakMemory, double SettledMemory, int Connections);

/// <summary>What one minute of a soak showed. <c>Memory</c>: the provider's resident memory, in MiB.</summary>
internal sealed record SoakMinute(
    TimeSpan At, int Mounted, int Refused, int Failed, int Wrong, Latencies Latency, double CpuPerMount, double Memory);
