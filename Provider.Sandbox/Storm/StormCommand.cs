using System.CommandLine;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;
using Provider.Tool.Commands;

namespace Provider.Sandbox.Storm;

/// <summary><c>storm</c>: mounts while the cloud's services fail.</summary>
internal static class StormCommand
{
    private const string Description =
        "Mount while the vault, Entra, IMDS, NMI and the token proxy fail in each of their ways, at 1, 10 and 100 % of "
        + "their calls.";

    public static Command Build(TextWriter output)
    {
        var usual = new StormOptions { Binary = "" };
        var binary = ProviderOption.Create();
        var services = Several(
            "--service", "The service that fails; else each in turn. The token proxy needs Linux's unshare, and a user "
            + "who may use it.", Services.All);
        var faults = Several(
            "--fault", "The fault; else each in turn.",
            Services.All.SelectMany(usual.For).Select(fault => fault.Name).Distinct());
        var pods = NumberOption.Create(
            "--pods", "Mounts at the same time, each with an identity of its own.", usual.Pods, 1, 500);
        var command = new Command("storm", Description) { binary, services, faults, pods };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = usual with
            {
                Binary = parsed.GetRequiredValue(binary),
                Pods = parsed.GetRequiredValue(pods),
                Services = parsed.GetValue(services) is { Length: > 0 } failing ? [.. failing] : usual.Services,
                Faults = [.. parsed.GetValue(faults) ?? []],
            };
            return CommandFailures.ReportAsync(output, () => RunAsync(output, options, cancellationToken));
        });
        return command;
    }

    private static Option<string[]> Several(string name, string description, IEnumerable<string> values)
    {
        var option = new Option<string[]>(name) { Description = description };
        option.AcceptOnly([.. values]);
        return option;
    }

    private static async Task<int> RunAsync(
        TextWriter output, StormOptions options, CancellationToken cancellationToken)
    {
        var report = new StormReport(output, options.Pods);
        report.Head();
        report.Foot(await new StormRun(options, TimeProvider.System).RunAsync(report.Add, cancellationToken));
        return report.Wrong == 0 ? 0 : 1;
    }
}
