using Provider.Model;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>Called when a stage of a mount begins; the result is disposed of when the stage ends.</summary>
internal delegate IDisposable? StageWatch(MountPlan plan, MountStage stage);
