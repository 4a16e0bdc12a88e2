using System.CommandLine;
using System.CommandLine.Help;
using Provider.Commands.Help;
using Provider.Hosting;

namespace Provider.Commands;

/// <summary>The command line. Without a verb it serves, so that the Go provider's container arguments start it unchanged.</summary>
internal static class ProviderCommand
{
    /// <summary>Builds the root command.</summary>
    /// <param name="serve">Serves until the process is told to stop; gets the options and the flags that mean nothing here.</param>
    /// <param name="input">The standard input.</param>
    /// <param name="desk">Does a person's mount; none where command lines are only parsed.</param>
    /// <param name="isTerminal">Whether a person sees the standard error.</param>
    public static RootCommand Build(
        Func<ServeOptions, IReadOnlyList<string>, CancellationToken, Task<int>> serve, TextReader input, IDesk? desk = null, bool isTerminal = false)
    {
        var root = new RootCommand("The Azure Key Vault provider for the Kubernetes Secrets Store CSI driver.");
        // The built-in one prints a bare number; existing tools read the Go provider's JSON.
        foreach (var builtIn in root.Options.OfType<VersionOption>().ToList())
        {
            root.Options.Remove(builtIn);
        }

        var version = new DescribedOption<bool>("--version") { Group = "Other", Description = "Print version and build date as JSON, and exit." };
        var flags = new ServeFlags();
        root.Options.Add(version);
        flags.AddTo(root);
        root.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(version))
            {
                var product = ProductInfo.Current;
                parsed.InvocationConfiguration.Output.WriteLine(
                    $$"""{"version":"{{product.Version}}","buildDate":"{{product.BuildDate}}"}""");
                return Task.FromResult(0);
            }

            return serve(flags.Read(parsed), flags.Ignored(parsed), cancellationToken);
        });
        root.Subcommands.Add(Serve(flags, serve));
        root.Subcommands.Add(CheckCommand.Build(input));
        root.Subcommands.Add(DeskCommand.Build(desk, input, isTerminal));
        root.Subcommands.Add(CompletionCommand.Build(root));
        root.Options.OfType<HelpOption>().Single().Action = new HelpText(root);
        return root;
    }

    private static Command Serve(ServeFlags flags, Func<ServeOptions, IReadOnlyList<string>, CancellationToken, Task<int>> serve)
    {
        var command = new Command("serve", "Serve the driver until told to stop. The default.");
        flags.AddTo(command);
        command.SetAction((parsed, cancellationToken) => serve(flags.Read(parsed), flags.Ignored(parsed), cancellationToken));
        return command;
    }
}
