using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A service account; workload identity keeps its client id in the annotations.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Annotations">Its annotations.</param>
internal sealed record ServiceAccount(string Namespace, string Name, ImmutableDictionary<string, string> Annotations);
