using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Demo;

/// <summary><c>mount</c>, the default: shows the main job.</summary>
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

    private readonly Option<double> assignmentDelay = new("--assignment-delay")
    {
        Description = "How long pod identity takes to assign the identity to the pod.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<double> deadline = new("--deadline")
    {
        Description = "What the driver gives the mount.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 120,
    };

    private readonly Option<bool> verbose =
        new("--verbose") { Description = "Show the provider's log as it is written." };

    private readonly Option<string[]> flags = new("--flag")
    {
        Description = "A further flag for the provider, such as --flag=-v=5; may be given several times.",
        HelpName = "flag",
    };

    public Command Build(TextWriter output, bool isTerminal)
    {
        assignmentDelay.Validators.Add(result => Check(result, least: 0));
        deadline.Validators.Add(result => Check(result, least: 0.001));
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

    private static void Check(System.CommandLine.Parsing.OptionResult result, double least)
    {
        if (result.GetValueOrDefault<double>() is var seconds
            && (double.IsNaN(seconds) || seconds < least || seconds > 3600))
        {
            result.AddError($"{result.Option.Name} must be {least} to 3600 seconds");
        }
    }
}
