using Grpc.Core;
using Provider.Sandbox.Manifests;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox;

/// <summary>Ends a command that cannot do its work with a message instead of a stack trace.</summary>
internal static class CommandFailures
{
    /// <summary>Runs a command's work. A failure is reported, and the exit status is then 1.</summary>
    public static async Task<int> ReportAsync(TextWriter output, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception problem)
            when (problem is ManifestException or InvalidDataException or ProviderStartException
                or PlatformNotSupportedException)
        {
            await output.WriteLineAsync(problem.Message);
        }
        catch (RpcException problem)
        {
            await output.WriteLineAsync($"{problem.StatusCode}: {problem.Status.Detail}");
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync("Broken off.");
        }

        return 1;
    }
}
