using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Soak;

/// <summary><c>soak</c>: mounts for a long time, while objects and rights change and calls fail.</summary>
internal static class SoakCommand
{
    public static Command Build(TextWriter output)
    {
        var usual = new SoakOptions { Binary = "" };
        var binary = ProviderOption.Create();
        var seconds = NumberOption.Create("--seconds", "How long.", (int)usual.Duration.TotalSeconds, 1, 86_400);
        var pods = NumberOption.Create("--pods", "Pods at any time.", usual.Pods, 4, 400);
        var seed = NumberOption.Create("--seed", "Decides what happens when.", usual.Seed, 0, int.MaxValue);
        var faults = NumberOption.Create(
            "--faults", "The share of calls that fail, in percent.", (int)(usual.Faults * 100), 0, 100);
        var command = new Command(
            "soak", "Mount for a long time, while secrets, certificates, identities and grants change and calls "
                + "fail; every byte is compared with the vault's.")
        {
            binary, seconds, pods, faults, seed,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = usual with
            {
                Binary = parsed.GetRequiredValue(binary),
                Duration = TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds)),
                Pods = parsed.GetRequiredValue(pods),
                Faults = parsed.GetRequiredValue(faults) / 100.0,
                Seed = parsed.GetRequiredValue(seed),
            };
            return CommandFailures.ReportAsync(output, () => RunAsync(output, options, cancellationToken));
        });
        return command;
    }

    private static async Task<int> RunAsync(TextWriter output, SoakOptions options, CancellationToken cancellationToken)
    {
        var report = new SoakReport(output);
        report.Head();
        var result = await new SoakRun(options, TimeProvider.System).RunAsync(report.Add, cancellationToken);
        report.Foot(options, result);
        return result.Tally.Wrong.Count == 0 ? 0 : 1;
    }
}
