using System.CommandLine;
using Provider.Sandbox.Bench;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Fuzzing;
using Provider.Sandbox.Load;
using Provider.Sandbox.Soak;
using Provider.Sandbox.Storm;

#pragma warning disable RS0030 // The process's own stream is taken here and handed on as a writer.
var output = Console.Out;
var isTerminal = !Console.IsOutputRedirected;
#pragma warning restore RS0030

var root = new RootCommand("A stand-in for Azure and for the Secrets Store CSI driver: shows and measures the provider without either.")
{
    new MountCommand().Build(output, isTerminal),
    BenchCommand.Build(output),
    new LoadCommand().Build(output),
    CurveCommand.Build(output),
    StormCommand.Build(output),
    SoakCommand.Build(output),
    FuzzCommand.Build(output),
};

// Without a command it mounts: the first thing to try needs no words, and options and manifests alone mean the same.
string[] own = ["-h", "--help", "-?", "--version", .. root.Subcommands.Select(command => command.Name)];
return await root.Parse(args is [var first, ..] && own.Contains(first) ? args : [MountCommand.Name, .. args]).InvokeAsync();
