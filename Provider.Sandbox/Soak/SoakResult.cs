using Provider.Sandbox.Load;

namespace Provider.Sandbox.Soak;

/// <summary>
/// The result of a soak. <c>PeakMemory</c>: the provider's resident memory at most, in MiB. <c>SettledMemory</c>: after
/// it has been idle, in MiB.
/// </summary>
internal sealed record SoakResult(SoakTally Tally, double PeakMemory, double SettledMemory, int Connections);

/// <summary>The figures of one minute of a soak. <c>Memory</c>: the provider's resident memory, in MiB.</summary>
internal sealed record SoakMinute(
    TimeSpan At, int Mounted, int Refused, int Failed, int Wrong, Latencies Latency, double CpuPerMount, double Memory);
