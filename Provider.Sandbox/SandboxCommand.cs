using System.CommandLine;
using Provider.Sandbox.Attacks;
using Provider.Sandbox.Bench;
using Provider.Sandbox.Certificates;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Faults;
using Provider.Sandbox.Fuzzing;
using Provider.Sandbox.Load;
using Provider.Sandbox.Soak;
using Provider.Sandbox.Storm;

namespace Provider.Sandbox;

/// <summary>The sandbox's command line.</summary>
internal static class SandboxCommand
{
    /// <summary>
    /// Reads a command line. <c>mount</c> is the default command, also with options and manifests alone.
    /// </summary>
    public static ParseResult Parse(string[] arguments, TextWriter output, bool isTerminal)
    {
        var root = Build(output, isTerminal);
        string[] own = ["-h", "--help", "-?", "--version", .. root.Subcommands.Select(command => command.Name)];
        return root.Parse(arguments is [var first, ..] && own.Contains(first)
            ? arguments
            : [MountCommand.Name, .. arguments]);
    }

    private static RootCommand Build(TextWriter output, bool isTerminal) =>
        new("A local simulation of Azure and of the Secrets Store CSI driver: "
            + "shows and measures the provider without either.")
        {
            new MountCommand().Build(output, isTerminal),
            BenchCommand.Build(output),
            new LoadCommand().Build(output),
            CurveCommand.Build(output),
            FaultsCommand.Build(output),
            StormCommand.Build(output),
            SoakCommand.Build(output),
            CertificatesCommand.Build(output),
            AttacksCommand.Build(output),
            FuzzCommand.Build(output),
        };
}
