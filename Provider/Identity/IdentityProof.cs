namespace Provider.Identity;

/// <summary>What proves an identity to us, and so what its credential is kept for: never something a tenant can merely claim.</summary>
/// <param name="Mode">The access mode's name.</param>
/// <param name="Proof">
/// Kubelet's namespace, name and uid for pod identity; a hash of the token or the secret itself for those who bring one.
/// </param>
internal sealed record IdentityProof(string Mode, string Proof);
