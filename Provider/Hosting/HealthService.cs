using System.Diagnostics;
using Grpc.Health.V1;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>grpc.health.v1 on the driver's socket: SERVING for every service name, as in the Go provider.</summary>
// A stopping process has no socket file, so no other status can be reported.
internal sealed class HealthService(ProviderMetrics metrics, CancellationToken stopping)
{
    public const string CheckMethod = "/grpc.health.v1.Health/Check";
    public const string WatchMethod = "/grpc.health.v1.Health/Watch";

    /// <summary>The one status that there is.</summary>
    public static HealthCheckResponse Up => new() { Status = HealthCheckResponse.Types.ServingStatus.Serving };

    public HealthCheckResponse Check()
    {
        var started = Stopwatch.GetTimestamp();
        var response = Up;
        metrics.GrpcCall(CheckMethod, null, Stopwatch.GetElapsedTime(started));
        return response;
    }

    /// <summary>The status never changes: a watch ends with its caller or with the process.</summary>
    public async Task WaitForEndAsync(CancellationToken callerGone)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(callerGone, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
