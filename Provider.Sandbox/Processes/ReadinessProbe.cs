using System.Diagnostics;
using Grpc.Core;
using Provider.Sandbox.Driver;

namespace Provider.Sandbox.Processes;

/// <summary>Waits until a started provider responds on its socket, or reports why it does not.</summary>
internal sealed class ReadinessProbe(Process process, string socketPath, CapturedOutput output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Short, so that the probe does not lengthen a measured start.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        while (!limit.IsCancellationRequested)
        {
            if (process.HasExited)
            {
                // The streams end a little after the process: without this wait its last lines would be missing.
                await process.WaitForExitAsync(CancellationToken.None);
                throw new ProviderStartException($"The provider ended with status {process.ExitCode}.", output.All);
            }

            if (File.Exists(socketPath) && await RespondsAsync(limit.Token))
            {
                return;
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new ProviderStartException($"The provider did not respond within {Longest.TotalSeconds} s.", output.All);
    }

    private async Task<bool> RespondsAsync(CancellationToken cancellationToken)
    {
        using var driver = new FakeDriver(socketPath, TimeProvider.System) { WaitsForReady = false };
        try
        {
            await driver.VersionAsync(cancellationToken);
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}

/// <summary>The provider ended or did not respond in time; the message contains its output.</summary>
internal sealed class ProviderStartException(string problem, string output)
    : Exception($"{problem} It wrote:\n{output}");
