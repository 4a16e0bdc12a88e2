using System.CommandLine;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;
using Provider.Tool.Commands;

namespace Provider.Sandbox.Storm;

/// <summary><c>storm</c>: mounts while the cloud's services fail in every way.</summary>
internal static class StormCommand
{
    public static Command Build(TextWriter output)
    {
        var usual = new StormOptions { Binary = "" };
        var binary = ProviderOption.Create();
        var services = new Option<string[]>(
            "--service") { Description =
                "The service that fails; else each in turn. The token proxy needs Linux's unshare, and a user "
                + "who may use it." };
        services.AcceptOnly([.. Services.All]);
        var faults = new Option<string[]>("--fault") { Description = "The fault; else each in turn." };
        faults.AcceptOnly([.. Services.All.SelectMany(usual.For).Select(fault => fault.Name).Distinct()]);
        var pods = NumberOption.Create(
            "--pods", "Mounts at the same time, each with an identity of its own.", usual.Pods, 1, 500);
        var command = new Command(
            "storm",
            "Mount while the vault, Entra, IMDS, NMI and the token proxy fail in each of their ways, at 1, 10 "
            + "and 100 % of their calls.")
        {
            binary, services, faults, pods,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.ReportAsync(output, () =>
        {
            var options = usual with { Binary = parsed.GetRequiredValue(binary), Pods = parsed.GetRequiredValue(pods) };
            options = parsed.GetValue(services) is { Length: > 0 } failing
                ? options with { Services = [.. failing] }
                : options;
            options = parsed.GetValue(faults) is { Length: > 0 } ways
                ? options with { Faults = [.. ways] }
                : options;
            return RunAsync(output, options, cancellationToken);
        }));
        return command;
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
