namespace Provider.Model;

/// <summary>
/// A token of the pod's service account, as kubelet hands it to the driver. Nothing in it has been verified by us.
/// <c>ExpiresOn</c> is the sooner of the token's own time and kubelet's; null when neither is known.
/// </summary>
internal sealed record ServiceAccountToken(SecretText Text, string Audience, DateTimeOffset? ExpiresOn);
