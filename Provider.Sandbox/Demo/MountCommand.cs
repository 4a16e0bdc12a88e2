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
        DefaultValueFactory = _ => [Example("pod-identity")],
    };

    private readonly Option<string> binary = new("--provider")
    {
        Description = "The provider's program; the environment variable PROVIDER_BINARY is the default, else the one built with the sandbox.",
        DefaultValueFactory = _ => ProviderProcess.DefaultBinary,
    };

    private readonly Option<double> assignmentDelay = new("--assignment-delay")
    {
        Description = "Seconds that pod identity takes to assign the identity.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<double> deadline = new("--deadline")
    {
        Description = "Seconds that the driver gives the mount.",
        DefaultValueFactory = _ => 120,
    };

    private readonly Option<bool> showLog = new("--show-log") { Description = "Show the provider's log at the end." };
    private readonly Option<string[]> flags = new("--flag") { Description = "A further flag for the provider, such as --flag=-v=5." };

    /// <summary>Adds the options and what they do to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">Where to tell it.</param>
    public void AddTo(Command command, TextWriter output)
    {
        command.Arguments.Add(manifests);
        foreach (var option in new Option[] { binary, assignmentDelay, deadline, showLog, flags })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => new MountDemo(output, TimeProvider.System).RunAsync(
            new DemoOptions(
                parsed.GetRequiredValue(manifests),
                parsed.GetRequiredValue(binary),
                parsed.GetValue(flags) ?? [],
                TimeSpan.FromSeconds(parsed.GetRequiredValue(assignmentDelay)),
                TimeSpan.FromSeconds(parsed.GetRequiredValue(deadline)),
                parsed.GetRequiredValue(showLog)),
            cancellationToken));
    }

    // From the working directory up, so that the command works from any folder of the repository.
    private static string Example(string name)
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var example = Path.Combine(folder.FullName, "manifests", "examples", name);
            if (Directory.Exists(example))
            {
                return example;
            }
        }

        return Path.Combine("manifests", "examples", name);
    }
}
