namespace Provider.Sandbox.Workload;

/// <summary>A pod of a run.</summary>
internal sealed record WorkloadPod(AccessKind Access, string Name, string Uid, string Identity, string Secret)
{
    /// <summary>The pod's name and mode, without its secret.</summary>
    public override string ToString() => $"{Access} {Name}";
}

/// <summary>The access mode of a pod of a run.</summary>
internal enum AccessKind
{
    PodIdentity,
    VmIdentity,
    ServicePrincipal,
    WorkloadIdentity,
    TokenProxy,
}
