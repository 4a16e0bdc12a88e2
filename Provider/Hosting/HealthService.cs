using System.Diagnostics;
using Grpc.Core;
using Grpc.Health.V1;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>grpc.health.v1 on the driver's socket: SERVING for every service name, as in the Go provider.</summary>
// A stopping process has no socket file, so no other status can be reported.
internal sealed class HealthService(ProviderMetrics metrics, CancellationToken stopping) : Health.HealthBase
{
    public const string CheckMethod = "/grpc.health.v1.Health/Check";
    public const string WatchMethod = "/grpc.health.v1.Health/Watch";

    private static HealthCheckResponse Up => new() { Status = HealthCheckResponse.Types.ServingStatus.Serving };

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var response = Up;
        metrics.GrpcCall(CheckMethod, null, Stopwatch.GetElapsedTime(started));
        return Task.FromResult(response);
    }

    /// <summary>One status, which never changes; the stream ends with its caller or with the process.</summary>
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(Up, context.CancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
