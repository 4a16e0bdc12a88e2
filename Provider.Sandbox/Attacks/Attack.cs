using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Attacks;

/// <summary>One attack. <c>Begin</c>: begins it; it lasts until the provider is ended.</summary>
internal sealed record Attack(string Name, Func<AttackStage, Task> Begin)
{
    /// <summary>What the cloud holds for it.</summary>
    public Action<SandboxCloud> Prepare { get; init; } = _ => { };

    /// <summary>The provider's flags.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>
    /// The last line of a script that starts the provider, given its program and a directory for files.
    /// </summary>
    public Func<string, DirectoryInfo, string> Start { get; init; } = (program, _) => $"exec {program} \"$@\"";

    /// <summary>Whether the victim's driver connects anew, as after its restart.</summary>
    public bool HasNewDriver { get; init; }

    /// <summary>What there is to see apart from the times.</summary>
    public Func<AttackStage, string> Remark { get; init; } = _ => "";
}
