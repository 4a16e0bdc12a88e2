using System.CommandLine;
using System.CommandLine.Help;
using Provider.Commands.Help;
using Provider.Hosting;

namespace Provider.Commands;

/// <summary>The daemon's command line: flags only, so that the Go provider's container arguments start it unchanged.</summary>
internal static class ProviderCommand
{
    /// <summary>Builds the root command.</summary>
    /// <param name="serve">Serves until the process is told to stop; gets the options and the flags that mean nothing here.</param>
    public static RootCommand Build(Func<ServeOptions, IReadOnlyList<string>, CancellationToken, Task<int>> serve)
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
                parsed.InvocationConfiguration.Output.WriteLine(ProductInfo.Current.ToJson());
                return Task.FromResult(0);
            }

            return serve(flags.Read(parsed), flags.Ignored(parsed), cancellationToken);
        });
        root.Options.OfType<HelpOption>().Single().Action = new HelpText(root, "provider");
        return root;
    }
}
