using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Certificates;

/// <summary>
/// <c>certificates</c>: mounts of certificates whose conversion is expensive, under a container's processor limit.
/// </summary>
internal static class CertificatesCommand
{
    public static Command Build(TextWriter output)
    {
        var binary = ProviderOption.Create();
        var millicores = NumberOption.Create(
            "--millicores", "The provider's processor limit, in thousandths of a processor.", 50, 10, 4_000);
        var pods = NumberOption.Create("--pods", "Pods with a certificate each.", 40, 1, 500);
        var command = new Command(
            "certificates",
            "Mount certificates whose conversion is expensive, and a plain secret in another pod; then rotate pods "
            + "with a certificate each.")
        {
            binary, millicores, pods,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.ReportAsync(output, () => new CertificatesRun(
            parsed.GetRequiredValue(binary), parsed.GetRequiredValue(millicores), parsed.GetRequiredValue(pods), output,
            TimeProvider.System)
            .RunAsync(cancellationToken)));
        return command;
    }
}
