using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>
/// The identity of a pod: its label matches a binding's selector, and the binding names the identity, all in its
/// namespace.
/// </summary>
internal sealed class PodAssignments(ManifestSet manifests)
{
    private const string BindingLabel = "aadpodidbinding";

    public static PodAssignments None { get; } = new(ManifestSet.Empty);

    public Assignment Find(string podNamespace, string podName, string? clientId, string? resourceId)
    {
        var pod = manifests.Pods.FirstOrDefault(
            candidate => candidate.Namespace == podNamespace && candidate.Name == podName);
        if (pod is null)
        {
            return new Assignment.PodUnknown();
        }

        var identity = BoundTo(pod).FirstOrDefault(candidate => Matches(candidate, clientId, resourceId));
        return identity switch
        {
            null => new Assignment.NoIdentity(),
            { IsNamespaced: true } when identity.Namespace != podNamespace => new Assignment.OtherNamespace(),
            _ => new Assignment.To(identity),
        };
    }

    // An identity that is not namespaced may be bound from any namespace; the pod's own one comes first.
    private IEnumerable<AzureIdentity> BoundTo(Pod pod) =>
        from binding in manifests.Bindings
        where binding.Namespace == pod.Namespace && binding.Selector == pod.Labels.GetValueOrDefault(BindingLabel)
        from identity in manifests.Identities.OrderByDescending(candidate => candidate.Namespace == pod.Namespace)
        where identity.Name == binding.AzureIdentity
        select identity;

    // NMI compares client ids with their case, and resource ids without.
    private static bool Matches(AzureIdentity identity, string? clientId, string? resourceId) =>
        (clientId is null || identity.ClientId == clientId)
        && (resourceId is null || string.Equals(identity.ResourceId, resourceId, StringComparison.OrdinalIgnoreCase));
}
