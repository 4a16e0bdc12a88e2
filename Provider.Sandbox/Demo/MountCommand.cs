using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Demo;

/// <summary><c>mount</c>, the default: shows the main job.</summary>
internal sealed class MountCommand
{
    private readonly Argument<string[]> manifests = new("manifests")
    {
        Description = "Files or folders with a SecretProviderClass, and the Pod, AzureIdentity, AzureIdentityBinding and Secret that belong to it.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [Examples.Find("pod-identity")],
    };

    private readonly Option<string> binary = ProviderOption.Create();

    private readonly Option<double> assignmentDelay = new("--assignment-delay")
    {
        Description = "Seconds that pod identity takes to assign the identity to the pod: the wait that the demonstration shows.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<double> deadline = new("--deadline")
    {
        Description = "Seconds that the driver gives the mount.",
        DefaultValueFactory = _ => 120,
    };

    private readonly Option<bool> verbose = new("--verbose") { Description = "Show the provider's log as it is written." };
    private readonly Option<string[]> flags = new("--flag") { Description = "A further flag for the provider, such as --flag=-v=5." };

    /// <summary>Adds the options and what they do to a command.</summary>
    public void AddTo(Command command, TextWriter output, bool isTerminal)
    {
        assignmentDelay.Validators.Add(result => Check(result, least: 0));
        deadline.Validators.Add(result => Check(result, least: 0.001));
        command.Arguments.Add(manifests);
        foreach (var option in new Option[] { binary, assignmentDelay, deadline, verbose, flags })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
            new MountDemo(output, TimeProvider.System, Read(parsed, isTerminal)).RunAsync(cancellationToken));
    }

    private DemoOptions Read(ParseResult parsed, bool isTerminal) => new()
    {
        Manifests = parsed.GetRequiredValue(manifests),
        Binary = parsed.GetRequiredValue(binary),
        ProviderFlags = parsed.GetValue(flags) ?? [],
        AssignmentDelay = TimeSpan.FromSeconds(parsed.GetRequiredValue(assignmentDelay)),
        Deadline = TimeSpan.FromSeconds(parsed.GetRequiredValue(deadline)),
        IsVerbose = parsed.GetRequiredValue(verbose),
        IsTerminal = isTerminal,
    };

    private static void Check(System.CommandLine.Parsing.OptionResult result, double least)
    {
        if (result.GetValueOrDefault<double>() is var seconds && (double.IsNaN(seconds) || seconds < least || seconds > 3600))
        {
            result.AddError($"{result.Option.Name} must be {least} to 3600 seconds");
        }
    }
}
