namespace Provider.Sandbox.Bench;

/// <summary>What one start of the provider took.</summary>
internal sealed record StartFigures
{
    /// <summary>From the process's start to the first response, in milliseconds.</summary>
    public required double Ready { get; init; }

    /// <summary>Processor time until then, in milliseconds.</summary>
    public required double Cpu { get; init; }

    /// <summary>Resident memory before anything was mounted, in MiB.</summary>
    public required double IdleMemory { get; init; }

    /// <summary>The first mount, with its token, in milliseconds.</summary>
    public required double FirstMount { get; init; }

    /// <summary>Processor time of the first mount, in milliseconds.</summary>
    public required double FirstMountCpu { get; init; }

    /// <summary>A mount of the same class for another pod, in milliseconds.</summary>
    public required double SecondMount { get; init; }

    /// <summary>Resident memory after the first mount, in MiB.</summary>
    public required double MountedMemory { get; init; }
}
