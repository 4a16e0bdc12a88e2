namespace Provider.Sandbox.Load;

/// <summary>What a whole run showed.</summary>
internal sealed record LoadResult
{
    public required IReadOnlyList<LoadRound> Rounds { get; init; }

    /// <summary>The provider's resident memory before the first mount, in MiB.</summary>
    public required double IdleMemory { get; init; }

    /// <summary>The most that it ever had, in MiB.</summary>
    public required double PeakMemory { get; init; }

    /// <summary>Connections that it opened to the cloud.</summary>
    public required int Connections { get; init; }

    /// <summary>What failed mounts said, and how often.</summary>
    public required IReadOnlyDictionary<string, int> Failures { get; init; }
}
