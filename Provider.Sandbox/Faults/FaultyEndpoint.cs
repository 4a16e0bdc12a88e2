using System.Collections.Immutable;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Faults;

/// <summary>An endpoint that gives tokens, as one access mode asks it.</summary>
internal sealed record FaultyEndpoint(string Title, string Service, AccessKind Access)
{
    public static ImmutableArray<FaultyEndpoint> All { get; } =
    [
        new("NMI, for pod identity", Services.Nmi, AccessKind.PodIdentity),
        new("IMDS, for VM managed identity", Services.Imds, AccessKind.VmIdentity),
        new("Entra, for a service principal", Services.Entra, AccessKind.ServicePrincipal),
        new("Entra, for workload identity", Services.Entra, AccessKind.WorkloadIdentity),
        new("The token proxy", Services.TokenProxy, AccessKind.TokenProxy),
    ];

    public bool IsFor(RecordedCall call, WorkloadPod pod) => call.Service == Service && Access switch
    {
        AccessKind.PodIdentity => call.Headers.GetValueOrDefault("podname") == pod.Name,
        AccessKind.VmIdentity => call.Query.ContainsValue(pod.Identity),
        _ => call.Form.GetValueOrDefault("client_id") == pod.Identity,
    };
}
