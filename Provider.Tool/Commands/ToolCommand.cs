using System.CommandLine;
using System.CommandLine.Help;
using Provider.Tool.Commands.Help;

namespace Provider.Tool.Commands;

/// <summary>The tool's command line: a verb for each thing it does.</summary>
internal static class ToolCommand
{
    public const string Program = "provider-tool";

    /// <summary>Builds the root command; without a local mount, command lines can be parsed but not run.</summary>
    public static RootCommand Build(Stream input, ILocalMount? localMount = null, bool isTerminal = false)
    {
        var root = new RootCommand("Check and mount SecretProviderClasses without a cluster.");
        foreach (var builtIn in root.Options.OfType<VersionOption>().ToList())
        {
            root.Options.Remove(builtIn);
        }

        root.Options.Add(Version());
        root.Subcommands.Add(CheckCommand.Build(input));
        root.Subcommands.Add(MountCommand.Build(localMount, input, isTerminal));
        root.Subcommands.Add(CompletionCommand.Build(root));
        root.Options.OfType<HelpOption>().Single().Action = new ManualAction(root, Program);
        return root;
    }

    // The same JSON as the daemon's, in place of the built-in bare number.
    private static DescribedOption<bool> Version() => new("--version")
    {
        Group = "Other",
        Description = "Print version and build date as JSON, and exit.",
        Action = new VersionText(),
    };
}
