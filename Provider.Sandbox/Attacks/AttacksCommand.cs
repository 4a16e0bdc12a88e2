using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Attacks;

/// <summary><c>attacks</c>: what one namespace can do to the mounts of another, under a container's limits.</summary>
internal static class AttacksCommand
{
    public static Command Build(TextWriter output)
    {
        var binary = ProviderOption.Create();
        var millicores = NumberOption.Create(
            "--millicores", "The provider's processor limit, in thousandths of a processor.", 50, 10, 4_000);
        var mebibytes = NumberOption.Create("--mebibytes", "The provider's memory limit, in MiB.", 100, 32, 4_096);
        var only = new Option<string>("--only")
        {
            Description = "Run the attacks whose names contain this text; all of them by default.",
            HelpName = "text",
            DefaultValueFactory = _ => "",
        };
        var command = new Command(
            "attacks",
            "Attack a provider by the means of one namespace, and mount a secret of another one meanwhile; needs root "
            + "and a writable /sys/fs/cgroup.")
        {
            binary, millicores, mebibytes, only,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.ReportAsync(output, () => new AttacksRun(
            parsed.GetRequiredValue(binary), parsed.GetRequiredValue(millicores), parsed.GetRequiredValue(mebibytes),
            output, TimeProvider.System)
            .RunAsync(
                NodeAttacks.All.Concat(NetworkAttacks.All).Concat(MountAttacks.All).Where(
                    attack => attack.Name.Contains(
                        parsed.GetRequiredValue(only), StringComparison.OrdinalIgnoreCase)),
                cancellationToken)));
        return command;
    }
}
