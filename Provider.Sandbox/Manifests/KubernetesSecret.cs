using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A Secret with its values decoded.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values.</param>
internal sealed record KubernetesSecret(string Namespace, string Name, ImmutableDictionary<string, string> Values)
{
    /// <summary>Says nothing of what is inside.</summary>
    public override string ToString() => $"{nameof(KubernetesSecret)} {Namespace}/{Name}";
}
