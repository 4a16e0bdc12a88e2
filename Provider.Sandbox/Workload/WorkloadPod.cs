namespace Provider.Sandbox.Workload;

/// <summary>A pod of a run.</summary>
internal sealed record WorkloadPod(AccessKind Access, string Name, string Uid, string Identity, string Secret)
{
    /// <summary>The pod's name and mode: its secret is not shown.</summary>
    public override string ToString() => $"{Access} {Name}";
}

/// <summary>How a pod of a run proves who it is.</summary>
internal enum AccessKind
{
    PodIdentity,
    VmIdentity,
    ServicePrincipal,
    WorkloadIdentity,
    TokenProxy,
}
