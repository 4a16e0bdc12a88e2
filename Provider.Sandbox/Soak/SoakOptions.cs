using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Soak;

/// <summary>How long a soak run takes, and how much it changes and breaks.</summary>
internal sealed record SoakOptions
{
    public required string Binary { get; init; }

    /// <summary>How long the run takes. 1 second to 24 hours.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Pods at any time, a quarter in each of four access modes. 4 to 400.</summary>
    public int Pods { get; init; } = 40;

    /// <summary>The pause between a pod's mounts; the real driver's is 75 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The pause between two changes: of a secret, a certificate, a pod or a grant.</summary>
    public TimeSpan ChangeEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The provider's <c>--rotation-cache-ttl</c>.</summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    public ContainerLimit Memory { get; init; } = new(100);

    /// <summary>How long the provider idles after the last mount before its memory is read.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The share of each service's calls that meets one of the faults, 0 to 1.</summary>
    public double Faults { get; init; } = 0.05;

    /// <summary>The seed of what changes and fails when.</summary>
    public int Seed { get; init; } = 1;
}
