using Provider.Model;
using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Demo;

/// <summary>Simulates a new node: NMI does not run yet, then runs without the pod's identity, then has it.</summary>
internal sealed class AssignmentScenario(SandboxCloud cloud, Progress progress, TimeProvider time)
{
    public async Task RunAsync(AccessMode? access, TimeSpan delay, CancellationToken over)
    {
        if (access is not AccessMode.PodIdentity)
        {
            return;
        }

        try
        {
            cloud.NmiService.HasBindings = delay == TimeSpan.Zero;
            if (delay > TimeSpan.Zero)
            {
                progress.Report("NMI", "is not running on this node yet: connections are refused");
                await Task.Delay(delay / 3, time, over);
            }

            await cloud.Nmi.StartAsync();
            if (delay > TimeSpan.Zero)
            {
                progress.Report("NMI", "runs now; the identity has not been assigned to the pod yet");
                await Task.Delay(delay * 2 / 3, time, over);
                cloud.NmiService.HasBindings = true;
                progress.Report("NMI", "the identity is assigned to the pod");
            }
        }
        catch (OperationCanceledException)
        {
            // The mount ended first.
        }
    }
}
