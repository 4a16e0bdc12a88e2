using Provider.Model;

namespace Provider.Mounting;

/// <summary>A mount in progress, and the callbacks that follow it.</summary>
// Plan: What was asked.
// IsRemount: Whether the very same mount has been made before.
internal sealed record MountRun(MountPlan Plan, bool IsRemount)
{
    /// <summary>Follows what the mount waits for: one of <see cref="MountWait"/>.</summary>
    public Action<string> WaitsFor { get; init; } = _ => { };

    public Action BeginsToRead { get; init; } = () => { };
}
