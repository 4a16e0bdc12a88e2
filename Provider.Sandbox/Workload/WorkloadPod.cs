namespace Provider.Sandbox.Workload;

/// <summary>A pod of a run.</summary>
/// <param name="Access">How it proves who it is.</param>
/// <param name="Name">Its name, which a later pod may have too.</param>
/// <param name="Uid">Its uid, which no other pod ever has.</param>
/// <param name="Identity">The client id it reads as.</param>
/// <param name="Secret">A service principal's secret; empty for the others.</param>
internal sealed record WorkloadPod(AccessKind Access, string Name, string Uid, string Identity, string Secret)
{
    /// <summary>The pod's name and mode: its secret is nobody's business.</summary>
    public override string ToString() => $"{Access} {Name}";
}
