using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A pod with a volume of the driver's. <c>SecretRef</c> is null without one.</summary>
internal sealed record Pod(
    string Namespace,
    string Name,
    string Uid,
    string ServiceAccount,
    ImmutableDictionary<string, string> Labels,
    ImmutableDictionary<string, string> VolumeAttributes,
    string? SecretRef);
