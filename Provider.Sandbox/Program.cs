using System.CommandLine;
using Provider.Sandbox.Bench;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Fuzzing;

#pragma warning disable RS0030 // The process's own stream is taken here and handed on as a writer.
var output = Console.Out;
var isTerminal = !Console.IsOutputRedirected;
#pragma warning restore RS0030

var root = new RootCommand("A stand-in for Azure and for the Secrets Store CSI driver: shows and measures the provider without either.");
new MountCommand().AddTo(root, output, isTerminal);
var mount = new Command("mount", "Mount a SecretProviderClass against the stand-in cloud and show each step. The default.");
new MountCommand().AddTo(mount, output, isTerminal);
root.Subcommands.Add(mount);
root.Subcommands.Add(BenchCommand.Build(output));
root.Subcommands.Add(FuzzCommand.Build(output));
return await root.Parse(args).InvokeAsync();
