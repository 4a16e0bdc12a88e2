using System.Collections.Immutable;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Storm;

/// <summary>The faults of a storm run, how often they occur, and how many mounts meet them.</summary>
internal sealed record StormOptions
{
    public required string Binary { get; init; }

    /// <summary>Mounts at the same time, each of another pod and identity. 1 to 500.</summary>
    public int Pods { get; init; } = 60;

    /// <summary>Objects in a volume. 1 to 50.</summary>
    public int Objects { get; init; } = 3;

    /// <summary>The deadline of a mount. At least 2 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    public ContainerLimit Memory { get; init; } = new(100);

    /// <summary>How long the provider idles after the last cell before its memory is read.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The services that fail, one after the other.</summary>
    public ImmutableArray<string> Services { get; init; } = Cloud.Services.All;

    /// <summary>The shares of calls that meet the fault, 0 to 1.</summary>
    public ImmutableArray<double> Shares { get; init; } = [0.01, 0.1, 1];

    /// <summary>The faults by name; empty for all.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];

    /// <summary>The faults of a service.</summary>
    public IEnumerable<(string Name, Fault Fault)> For(string service) =>
        StormFaults.All.Concat(StormFaults.Of(service)).Where(fault => Faults is [] || Faults.Contains(fault.Name));
}
