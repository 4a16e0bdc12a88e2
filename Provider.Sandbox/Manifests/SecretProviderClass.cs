using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A SecretProviderClass of provider azure.</summary>
internal sealed record SecretProviderClass(
    string Namespace, string Name, ImmutableDictionary<string, string> Parameters);

/// <summary>A service account; workload identity keeps its client id in the annotations.</summary>
internal sealed record ServiceAccount(string Namespace, string Name, ImmutableDictionary<string, string> Annotations);
