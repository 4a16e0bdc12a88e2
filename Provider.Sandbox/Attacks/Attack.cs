using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;

namespace Provider.Sandbox.Attacks;

/// <summary>One attack. <c>Begin</c> starts it; it lasts until the provider is stopped.</summary>
internal sealed record Attack(string Name, Func<AttackStage, Task> Begin)
{
    /// <summary>Prepares the cloud.</summary>
    public Action<SandboxCloud> Prepare { get; init; } = _ => { };

    /// <summary>What the cloud does with connections; null for what is usual.</summary>
    public EdgeHabits? Habits { get; init; }

    /// <summary>The provider's flags.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>
    /// The last line of a script that starts the provider, given its program and a directory for files.
    /// </summary>
    public Func<string, DirectoryInfo, string> Start { get; init; } = (program, _) => $"exec {program} \"$@\"";

    /// <summary>Whether the victim's driver reconnects, as after its restart.</summary>
    public bool HasNewDriver { get; init; }

    /// <summary>What is reported in addition to the times.</summary>
    public Func<AttackStage, string> Remark { get; init; } = _ => "";
}
