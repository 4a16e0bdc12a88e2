using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>A SecretProviderClass of provider azure.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record SecretProviderClass(string Namespace, string Name, ImmutableDictionary<string, string> Parameters);
