using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// The provider as a process: the native binary where <c>PROVIDER_BINARY</c> names it, else the one built with the
/// tests.
/// </summary>
internal sealed class ProviderBinary(ProviderProcess process) : IRunningProvider
{
    public string SocketPath => process.SocketPath;

    public int HealthzPort => process.HealthzPort;

    public int MetricsPort => process.MetricsPort;

    public string Output => process.Output;

    public ProviderProcess Process => process;

    public static async Task<ProviderBinary> StartAsync(
        SandboxCloud cloud, string[] arguments, CancellationToken cancellationToken, ClusterView? view = null) =>
        new(await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, cloud, arguments, cancellationToken, limit: new ContainerLimit(100),
            view: view));

    public Task<int> StopAsync() => process.StopAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
