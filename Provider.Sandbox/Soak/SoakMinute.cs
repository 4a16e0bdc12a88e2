using Provider.Sandbox.Load;

namespace Provider.Sandbox.Soak;

/// <summary>What one minute of a soak showed.</summary>
/// <param name="At">Since the start.</param>
/// <param name="Mounted">Volumes mounted and found right or wrong.</param>
/// <param name="Refused">Mounts rightly refused.</param>
/// <param name="Failed">Mounts that failed otherwise.</param>
/// <param name="Wrong">Things that must not be, in all so far.</param>
/// <param name="Latency">Milliseconds of the mounts that worked.</param>
/// <param name="CpuPerMount">Milliseconds of the provider's processor time for a mount.</param>
/// <param name="Memory">The provider's resident memory, in MiB.</param>
internal sealed record SoakMinute(
    TimeSpan At, int Mounted, int Refused, int Failed, int Wrong, Latencies Latency, double CpuPerMount, double Memory);
