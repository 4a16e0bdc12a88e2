namespace Provider.Model;

/// <summary>The pod and the class of a mount. <c>Pod</c>: from kubelet; names in it may be invalid or empty.</summary>
internal sealed record MountOrigin(PodReference Pod, string SecretProviderClass, string AttributesHash);

/// <summary>The pod whose volume is mounted, from kubelet's own keys: no tenant can write them.</summary>
internal sealed record PodReference(string Namespace, string Name, string Uid, string ServiceAccount)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
