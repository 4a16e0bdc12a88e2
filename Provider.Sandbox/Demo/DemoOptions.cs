namespace Provider.Sandbox.Demo;

/// <summary>What to mount, and how.</summary>
internal sealed record DemoOptions
{
    /// <summary>Files or folders with a SecretProviderClass and what belongs to it.</summary>
    public required IReadOnlyList<string> Manifests { get; init; }

    /// <summary>The provider's program.</summary>
    public required string Binary { get; init; }

    /// <summary>Further flags for it.</summary>
    public IReadOnlyList<string> ProviderFlags { get; init; } = [];

    /// <summary>How long pod identity takes to assign the identity. From zero; 3 s unless said otherwise.</summary>
    public TimeSpan AssignmentDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>What the driver gives the mount; kubelet's 2 minutes unless said otherwise.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether to show the provider's log as it is written.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Whether the output is a terminal, which can show a live line.</summary>
    public bool IsTerminal { get; init; }
}
