using System.CommandLine;
using System.Globalization;
using Provider.Sandbox.Bench;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Load;

/// <summary><c>curve</c>: the cost of a node with increasing numbers of pods.</summary>
internal static class CurveCommand
{
    private static readonly int[] Pods = [1, 5, 10, 25, 50, 100, 200, 350, 500];

    public static Command Build(TextWriter output)
    {
        var binary = ProviderOption.Create();
        var objects = NumberOption.Create("--objects", "Secrets in a volume.", 10, 1, 200);
        var rounds = NumberOption.Create("--rounds", "Rounds; the first mounts, the others mount again.", 6, 2, 100);
        var plot = new Option<string>("--plot")
        {
            Description = "Draws the curves into this file, as SVG.",
            HelpName = "file",
        };
        var command = new Command(
            "curve",
            "Mount 1 to 500 pods at once, of one identity and of one identity each, and print what each number "
            + "costs.")
        {
            binary, objects, rounds, plot,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new LoadOptions
            {
                Binary = parsed.GetRequiredValue(binary),
                Objects = parsed.GetRequiredValue(objects),
                Rounds = parsed.GetRequiredValue(rounds),
            };
            return CommandFailures.ReportAsync(
                output, () => RunAsync(output, options, parsed.GetValue(plot), cancellationToken));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        TextWriter output, LoadOptions options, string? plot, CancellationToken cancellationToken)
    {
        var one = await SeriesAsync(output, options, "one identity for all", _ => 1, cancellationToken);
        var each = await SeriesAsync(output, options, "an identity for each pod", pods => pods, cancellationToken);
        if (plot is not null)
        {
            await File.WriteAllTextAsync(plot, CurvePlot.Draw(one, each), cancellationToken);
        }

        return 0;
    }

    private static async Task<IReadOnlyList<CurvePoint>> SeriesAsync(
        TextWriter output, LoadOptions options, string title, Func<int, int> identities,
        CancellationToken cancellationToken)
    {
        output.WriteLine($"\n{title}, {options.Objects} secrets a pod; {BinaryDescription.Of(options.Binary)}\n");
        var table = new Table(
            "pods", "all mounted, s", "CPU ms, first round", "CPU ms a pod", "CPU ms, re-mounts", "CPU ms a pod",
            "vault calls", "RSS MiB at most");
        List<CurvePoint> points = [];
        foreach (var pods in Pods)
        {
            var load = options with { Pods = pods, Identities = identities(pods) };
            var result = await new LoadRun(load, TimeProvider.System).RunAsync(cancellationToken);
            if (result.Failures.Count > 0)
            {
                throw new InvalidDataException(
                    $"{result.Failures.Values.Sum()} mounts failed: {string.Join(", ", result.Failures.Keys)}");
            }

            var point = CurvePoint.Of(pods, result);
            points.Add(point);
            table.Add(
                pods.ToString(CultureInfo.InvariantCulture), point.FirstSeconds, point.FirstCpu, point.FirstCpu / pods,
                point.RemountCpu, point.RemountCpu / pods, point.Calls, point.Memory);
        }

        table.Write(output);
        return points;
    }
}
