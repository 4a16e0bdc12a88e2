namespace Provider.Model;

/// <summary>The pod whose volume is mounted, from kubelet's own keys: the part of a request that no tenant can write.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid: a pod made again under the same name has another. Empty when the client sent none: nothing is cached for such a pod.</param>
/// <param name="ServiceAccount">The service account it runs as.</param>
internal sealed record PodReference(string Namespace, string Name, string Uid, string ServiceAccount)
{
    /// <summary><c>namespace/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
