namespace Provider.Model;

/// <summary>
/// For whom and of which class a mount is: known also where its class cannot be used. <c>Pod</c>: from kubelet's keys;
/// texts that are not valid names may be in it, and empty ones.
/// </summary>
internal sealed record MountOrigin(PodReference Pod, string SecretProviderClass, string AttributesHash);

/// <summary>
/// The pod whose volume is mounted, from kubelet's own keys: the part of a request that no tenant can write.
/// </summary>
internal sealed record PodReference(string Namespace, string Name, string Uid, string ServiceAccount)
{
    /// <summary><c>namespace/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
