namespace Provider.Sandbox.Demo;

/// <summary>The options of a demo.</summary>
internal sealed record DemoOptions
{
    /// <summary>Files or folders with a SecretProviderClass and what belongs to it.</summary>
    public required IReadOnlyList<string> Manifests { get; init; }

    public required string Binary { get; init; }

    public IReadOnlyList<string> ProviderFlags { get; init; } = [];

    /// <summary>How long pod identity takes to assign the identity. Default: 3 s.</summary>
    public TimeSpan AssignmentDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The deadline of the mount. Default: kubelet's 2 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    public bool IsVerbose { get; init; }

    public bool IsTerminal { get; init; }
}
