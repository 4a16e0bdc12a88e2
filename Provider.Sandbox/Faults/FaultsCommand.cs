using System.CommandLine;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Faults;

/// <summary><c>faults</c>: the result of a mount for each fault of each endpoint.</summary>
internal static class FaultsCommand
{
    public static Command Build(TextWriter output)
    {
        var binary = ProviderOption.Create();
        var command = new Command(
            "faults",
            "Mount once for each fault of each endpoint, and print the results as a page. Takes two minutes.")
        {
            binary,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.ReportAsync(output, async () =>
        {
            var table = new FaultTable(
                parsed.GetRequiredValue(binary), TimeProvider.System, FakeDriver.KubeletDeadline);
            await output.WriteAsync(FaultPage.Make(await table.RunAsync(cancellationToken)));
            return 0;
        }));
        return command;
    }
}
