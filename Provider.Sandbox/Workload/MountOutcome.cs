using System.Collections.Immutable;
using Grpc.Core;
using Provider.Protocol;
using Provider.Sandbox.Driver;

namespace Provider.Sandbox.Workload;

/// <summary>How a mount of a run ended, and after how long.</summary>
internal sealed record MountOutcome(MountedVolume? Volume, RpcException? Error, TimeSpan Elapsed)
{
    // Kubelet takes these as final: any other may start a pod with an empty volume.
    private static readonly ImmutableHashSet<StatusCode> FinalStatuses =
    [
        StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.PermissionDenied, StatusCode.Unauthenticated,
        StatusCode.FailedPrecondition, StatusCode.Internal, StatusCode.Unknown,
    ];

    /// <summary>The gRPC status and the error code; null for a mounted volume.</summary>
    public string? Failure => Error is null ? null : $"{Error.StatusCode} {Error.Status.Detail.Split(':')[0]}";

    /// <summary>Whether kubelet takes it as final.</summary>
    public bool IsFinal => Error is null || FinalStatuses.Contains(Error.StatusCode);

    /// <summary>Mounts, and returns a refused mount as an outcome.</summary>
    public static async Task<MountOutcome> OfAsync(
        FakeDriver driver, MountRequest request, TimeSpan deadline, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            var volume = await driver.MountAsync(request, deadline, cancellationToken);
            return new(volume, null, time.GetElapsedTime(begun));
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, error, time.GetElapsedTime(begun));
        }
    }
}
