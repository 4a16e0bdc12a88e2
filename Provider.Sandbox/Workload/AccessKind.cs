namespace Provider.Sandbox.Workload;

/// <summary>How a pod of a run proves who it is.</summary>
internal enum AccessKind
{
    PodIdentity,
    VmIdentity,
    ServicePrincipal,
    WorkloadIdentity,
    TokenProxy,
}
