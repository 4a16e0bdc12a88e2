using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A pod with a volume of the driver's.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid, which the cluster gives it.</param>
/// <param name="ServiceAccount">The service account it runs as.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="VolumeAttributes">What it writes beside the volume; can override every parameter.</param>
/// <param name="SecretRef">The Secret of its nodePublishSecretRef; none without one.</param>
internal sealed record Pod(
    string Namespace,
    string Name,
    string Uid,
    string ServiceAccount,
    ImmutableDictionary<string, string> Labels,
    ImmutableDictionary<string, string> VolumeAttributes,
    string? SecretRef);
