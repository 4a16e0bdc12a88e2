namespace Provider.Model;

/// <summary>A token of the pod's service account, as kubelet hands it to the driver. Nothing in it has been verified by us.</summary>
/// <param name="Text">The token.</param>
/// <param name="Audience">For whom it was made.</param>
/// <param name="ExpiresOn">When it expires; none when kubelet does not say.</param>
internal sealed record ServiceAccountToken(SecretText Text, string Audience, DateTimeOffset? ExpiresOn);
