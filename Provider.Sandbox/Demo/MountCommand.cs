using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Demo;

/// <summary><c>mount</c>, the default command: mounts a volume and shows each step.</summary>
internal sealed class MountCommand
{
    public const string Name = "mount";

    private readonly Argument<string[]> manifests = new("manifests")
    {
        Description =
            "Files or folders with a SecretProviderClass, and the Pod, AzureIdentity, AzureIdentityBinding, "
            + "ServiceAccount and Secret that belong to it; else the repository's example with pod identity.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> binary = ProviderOption.Create();

    private readonly Option<double> assignmentDelay = NumberOption.Create(
        "--assignment-delay", "How long pod identity takes to assign the identity to the pod.", 3.0, 0, 3600,
        "seconds");

    private readonly Option<double> deadline = NumberOption.Create(
        "--deadline", "How long the driver waits for the mount.", 120, 0.001, 3600, "seconds");

    private readonly Option<bool> verbose =
        new("--verbose") { Description = "Show the provider's log as it is written." };

    private readonly Option<string[]> flags = new("--flag")
    {
        Description = "A further flag for the provider, such as --flag=-v=5; may be given several times.",
        HelpName = "flag",
    };

    public Command Build(TextWriter output, bool isTerminal)
    {
        var command =
            new Command(
                Name, "Mount a SecretProviderClass against the simulated cloud and show each step. The default.")
        {
            manifests, binary, assignmentDelay, deadline, verbose, flags,
        };
        command.SetAction((parsed, cancellationToken) =>
            new MountDemo(output, TimeProvider.System, Read(parsed, isTerminal)).RunAsync(cancellationToken));
        return command;
    }

    private DemoOptions Read(ParseResult parsed, bool isTerminal) => new()
    {
        Manifests = parsed.GetValue(manifests) is { Length: > 0 } given ? given : [Examples.Find("pod-identity")],
        Binary = parsed.GetRequiredValue(binary),
        ProviderFlags = parsed.GetValue(flags) ?? [],
        AssignmentDelay = TimeSpan.FromSeconds(parsed.GetRequiredValue(assignmentDelay)),
        Deadline = TimeSpan.FromSeconds(parsed.GetRequiredValue(deadline)),
        IsVerbose = parsed.GetRequiredValue(verbose),
        IsTerminal = isTerminal,
    };
}
