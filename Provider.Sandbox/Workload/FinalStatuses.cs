using System.Collections.Immutable;
using Grpc.Core;

namespace Provider.Sandbox.Workload;

/// <summary>The statuses that kubelet takes as final: any other may start a pod with an empty volume.</summary>
internal static class FinalStatuses
{
    private static readonly ImmutableHashSet<StatusCode> Final =
    [
        StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.PermissionDenied, StatusCode.Unauthenticated,
        StatusCode.FailedPrecondition, StatusCode.Internal, StatusCode.Unknown,
    ];

    public static bool Contains(StatusCode status) => Final.Contains(status);
}
