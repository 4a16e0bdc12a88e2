using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>What NMI finds for a token request of a pod, as a closed set.</summary>
internal abstract record Assignment
{
    private Assignment()
    {
    }

    internal sealed record To(AzureIdentity Identity) : Assignment;

    internal sealed record PodUnknown : Assignment;

    internal sealed record NoIdentity : Assignment;

    /// <summary>The identity is namespaced, and in another namespace than the pod.</summary>
    internal sealed record OtherNamespace : Assignment;
}
