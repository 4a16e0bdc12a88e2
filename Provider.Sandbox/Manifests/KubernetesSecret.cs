using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A Secret with its values decoded.</summary>
internal sealed record KubernetesSecret(string Namespace, string Name, ImmutableDictionary<string, string> Values)
{
    public override string ToString() => $"{nameof(KubernetesSecret)} {Namespace}/{Name}";
}
