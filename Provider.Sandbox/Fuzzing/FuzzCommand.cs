using System.CommandLine;
using Provider.Sandbox.Fuzzing.Targets;
using Provider.Tool.Commands;

namespace Provider.Sandbox.Fuzzing;

/// <summary><c>fuzz</c>: feeds the provider's parsers malformed input.</summary>
internal static class FuzzCommand
{
    /// <summary>
    /// Builds the command. It ends in 1 when a parser throws what it should not, or takes too much time or memory.
    /// </summary>
    public static Command Build(TextWriter output)
    {
        var inputs = NumberOption.Create("--inputs", "Inputs over all targets.", 1_000_000, 1, int.MaxValue);
        var seconds = NumberOption.Create("--seconds", "The longest time for all targets.", 600, 1, 86_400);
        var seed = NumberOption.Create("--seed", "The first input's seed.", 1, 0, int.MaxValue);
        var targets = new Option<string[]>("--target")
        {
            Description = "The parsers; all without it.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        targets.AcceptOnly([.. AllTargets.Names]);
        var command = new Command(
            "fuzz", "Feed the provider's parsers random and changed inputs.") { inputs, seconds, seed, targets };
        command.SetAction(parsed => Run(
            output, parsed.GetRequiredValue(inputs), TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds)),
            parsed.GetRequiredValue(seed), parsed.GetRequiredValue(targets)));
        return command;
    }

    private static int Run(TextWriter output, int inputs, TimeSpan limit, int seed, string[] names)
    {
        var report = new FuzzReport(output);
        using var watchdog = new Watchdog(TimeProvider.System, failure =>
        {
            // The feeding thread is stuck in the parser and cannot be stopped: the run ends here.
            report.Failure(failure);
            Environment.Exit(1);
        });
        var chosen = AllTargets.Make().Where(target => names.Length == 0 || names.Contains(target.Name)).ToList();
        report.Head();
        var all = Feed(new FuzzRunner(TimeProvider.System, watchdog), chosen, inputs, limit, seed, report.Row);
        report.Total(all);
        foreach (var failure in all.SelectMany(figures => figures.Failures))
        {
            report.Failure(failure);
        }

        return all.Exists(figures => figures.Failures.Length > 0) ? 1 : 0;
    }

    // Each target has its share of the inputs and of the time, but never less time than an equal part.
    private static List<FuzzFigures> Feed(
        FuzzRunner runner, List<FuzzTarget> targets, int inputs, TimeSpan limit, int seed, Action<FuzzFigures> report)
    {
        var shares = targets.Sum(target => target.Share);
        var all = new List<FuzzFigures>();
        foreach (var target in targets)
        {
            var part = (double)target.Share / shares;
            var time = limit * Math.Max(part, 1.0 / targets.Count);
            var figures = runner.Run(target, (int)Math.Ceiling(inputs * part), seed, time);
            report(figures);
            all.Add(figures);
        }

        return all;
    }
}
