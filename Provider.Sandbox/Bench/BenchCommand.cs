using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Bench;

/// <summary><c>bench</c>: commands that print figures.</summary>
internal static class BenchCommand
{
    /// <summary>Builds the command.</summary>
    /// <param name="output">Where the figures go.</param>
    public static Command Build(TextWriter output)
    {
        var binary = new Option<string>("--provider")
        {
            Description = "The provider's program.",
            DefaultValueFactory = _ => ProviderProcess.DefaultBinary,
        };
        var runs = new Option<int>("--runs") { Description = "How often.", DefaultValueFactory = _ => 10 };
        var start = new Command("start", "Time from a start to the first answer, and memory idle and after a mount.") { binary, runs };
        start.SetAction((parsed, cancellationToken) =>
            new StartBench(output).RunAsync(parsed.GetRequiredValue(binary), parsed.GetRequiredValue(runs), cancellationToken));
        return new Command("bench", "Measure the provider.")
        {
            start,
            Operations("convert", "Time and memory of making files of certificates and keys.", ConvertBench.Operations, output),
            Operations("parse", "Time and memory of reading requests.", ParseBench.Operations, output),
        };
    }

    private static Command Operations(
        string name, string description, Func<IEnumerable<(string Name, Action Do)>> operations, TextWriter output)
    {
        var command = new Command(name, description);
        command.SetAction(_ => new OperationBench(output, TimeProvider.System).Run(operations()));
        return command;
    }
}
