namespace Provider.Model;

/// <summary>For whom and of which class a mount is: known also where its class cannot be used.</summary>
/// <param name="Pod">From kubelet's keys; texts that are not valid names may be in it, and empty ones.</param>
/// <param name="SecretProviderClass">The class's name; empty for clients that do not send it, such as the sync controller.</param>
/// <param name="AttributesHash">SHA-256 over all attributes but kubelet's and <c>secretProviderClass</c>.</param>
internal sealed record MountOrigin(PodReference Pod, string SecretProviderClass, string AttributesHash);
