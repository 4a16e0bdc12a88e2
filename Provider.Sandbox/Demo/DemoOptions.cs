namespace Provider.Sandbox.Demo;

/// <summary>What to mount, and how.</summary>
/// <param name="Manifests">Files or folders with a SecretProviderClass and what belongs to it.</param>
/// <param name="Binary">The provider's program.</param>
/// <param name="ProviderFlags">Further flags for it.</param>
/// <param name="AssignmentDelay">How long pod identity takes to assign the identity.</param>
/// <param name="Deadline">What the driver gives the mount.</param>
/// <param name="ShowLog">Whether to show the provider's log at the end.</param>
internal sealed record DemoOptions(
    IReadOnlyList<string> Manifests,
    string Binary,
    IReadOnlyList<string> ProviderFlags,
    TimeSpan AssignmentDelay,
    TimeSpan Deadline,
    bool ShowLog);
