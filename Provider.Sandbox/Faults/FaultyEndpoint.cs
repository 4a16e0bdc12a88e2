using System.Collections.Immutable;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Faults;

/// <summary>An endpoint with faults: a token endpoint for one access mode, or a vault.</summary>
internal sealed record FaultyEndpoint(string Title, string Service, AccessKind Access)
{
    public static ImmutableArray<FaultyEndpoint> All { get; } =
    [
        new("NMI, for pod identity", Services.Nmi, AccessKind.PodIdentity),
        new("IMDS, for VM managed identity", Services.Imds, AccessKind.VmIdentity),
        new("Entra, for a service principal", Services.Entra, AccessKind.ServicePrincipal),
        new("Entra, for workload identity", Services.Entra, AccessKind.WorkloadIdentity),
        new("The token proxy", Services.TokenProxy, AccessKind.TokenProxy),
        new("Key Vault", Services.Vault, AccessKind.VmIdentity),
    ];

    /// <summary>Whether it is reached by TLS.</summary>
    public bool IsSecured => Service is not (Services.Nmi or Services.Imds);

    /// <summary>Whether a call asks for a pod's token, or for the object of a pod's vault.</summary>
    public bool IsFor(RecordedCall call, WorkloadPod pod, string vault) => call.Service == Service && Service switch
    {
        Services.Vault => call.Host.StartsWith(vault + ".", StringComparison.Ordinal),
        Services.Nmi => call.Headers.GetValueOrDefault("podname") == pod.Name,
        Services.Imds => call.Query.ContainsValue(pod.Identity),
        _ => call.Form.GetValueOrDefault("client_id") == pod.Identity,
    };
}
