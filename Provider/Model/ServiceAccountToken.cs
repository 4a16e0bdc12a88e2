namespace Provider.Model;

/// <summary>
/// A token of the pod's service account, as kubelet hands it to the driver. Nothing in it has been verified by us.
/// <c>ExpiresOn</c> is null when kubelet does not say.
/// </summary>
internal sealed record ServiceAccountToken(SecretText Text, string Audience, DateTimeOffset? ExpiresOn);
