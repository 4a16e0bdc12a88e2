using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Bench;

/// <summary><c>bench</c>: commands that print figures.</summary>
internal static class BenchCommand
{
    public static Command Build(TextWriter output)
    {
        var binary = ProviderOption.Create();
        var runs = NumberOption.Create("--runs", "Starts, after one that is not counted.", 10, 1, 1000);
        var start = new Command(
            "start", "Start the provider repeatedly: time to the first response, memory idle and after a mount.")
        {
            binary, runs,
        };
        start.SetAction((parsed, cancellationToken) =>
            CommandFailures.ReportAsync(output, () => new StartBench(output, TimeProvider.System)
                .RunAsync(parsed.GetRequiredValue(binary), parsed.GetRequiredValue(runs), cancellationToken)));
        return new Command("bench", "Measure the provider.")
        {
            start, Figures(output),
            Operations("convert", "Time and memory of making files of certificates and keys.", ConvertBench.Operations,
                output),
            Operations("parse", "Time and memory of reading requests.", ParseBench.Operations, output),
        };
    }

    private static Command Figures(TextWriter output)
    {
        var binary = ProviderOption.Create();
        var command = new Command(
            "figures",
            "Start, idle and load in one table, without limits and in a container's; takes about six minutes.")
        {
            binary,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.ReportAsync(output, () =>
            new FiguresBench(output, TimeProvider.System)
                .RunAsync(parsed.GetRequiredValue(binary), cancellationToken)));
        return command;
    }

    private static Command Operations(
        string name, string description, Func<IEnumerable<(string Name, Action Do)>> operations, TextWriter output)
    {
        var command = new Command(name, description);
        command.SetAction(_ => new OperationBench(output, TimeProvider.System).Run(operations()));
        return command;
    }
}
