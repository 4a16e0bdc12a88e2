using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A SecretProviderClass of provider azure.</summary>
internal sealed record SecretProviderClass(
    string Namespace, string Name, ImmutableDictionary<string, string> Parameters);

/// <summary>A service account; workload identity keeps its client id in the annotations.</summary>
internal sealed record ServiceAccount(string Namespace, string Name, ImmutableDictionary<string, string> Annotations);

/// <summary>A pod with a volume of the driver's. <c>SecretRef</c> is null without one.</summary>
internal sealed record Pod(
    string Namespace,
    string Name,
    string Uid,
    string ServiceAccount,
    ImmutableDictionary<string, string> Labels,
    ImmutableDictionary<string, string> VolumeAttributes,
    string? SecretRef);

/// <summary>A Secret with its values decoded.</summary>
internal sealed record KubernetesSecret(string Namespace, string Name, ImmutableDictionary<string, string> Values)
{
    public override string ToString() => $"{nameof(KubernetesSecret)} {Namespace}/{Name}";
}
