namespace Provider.Sandbox.Load;

/// <summary>The figures of one round of mounts.</summary>
internal sealed record LoadRound
{
    public required int Number { get; init; }

    public required int Mounted { get; init; }

    public required int Failed { get; init; }

    public required double MountsPerSecond { get; init; }

    /// <summary>Milliseconds of a mount, seen by the driver.</summary>
    public required Latencies Latency { get; init; }

    /// <summary>Milliseconds of the provider's processor time for a mount.</summary>
    public required double CpuPerMount { get; init; }

    public required double Memory { get; init; }

    public required int VaultCalls { get; init; }

    /// <summary>How many of them the vault refused with 429.</summary>
    public required int ThrottledCalls { get; init; }

    public required int TokenCalls { get; init; }
}
