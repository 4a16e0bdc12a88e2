using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>What a folder of manifests describes, as far as a mount is concerned.</summary>
/// <param name="Classes">The SecretProviderClasses.</param>
/// <param name="Pods">The pods with a volume of the driver's.</param>
/// <param name="Identities">The AzureIdentities.</param>
/// <param name="Bindings">The AzureIdentityBindings.</param>
/// <param name="Secrets">The Secrets' values, by <c>namespace/name</c>.</param>
internal sealed record ManifestSet(
    ImmutableArray<SecretProviderClass> Classes,
    ImmutableArray<Pod> Pods,
    ImmutableArray<AzureIdentity> Identities,
    ImmutableArray<AzureIdentityBinding> Bindings,
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Secrets)
{
    /// <summary>The client id that pod identity assigns to a pod: by label, selector and namespace.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>None when no binding fits.</returns>
    public string? ClientIdFor(Pod pod) =>
        Bindings.Where(binding => binding.Namespace == pod.Namespace && pod.Labels.GetValueOrDefault("aadpodidbinding") == binding.Selector)
            .Select(binding => Identities.FirstOrDefault(
                identity => identity.Namespace == binding.Namespace && identity.Name == binding.AzureIdentity)?.ClientId)
            .FirstOrDefault(clientId => clientId is not null);

    /// <summary>The class that a pod's volume names, or else the only one; a pod is made up where there is none.</summary>
    /// <exception cref="InvalidDataException">There is no class, or the pod names one that is not there.</exception>
    public (SecretProviderClass Class, Pod Pod) Volume()
    {
        if (Classes.IsEmpty)
        {
            throw new InvalidDataException("The manifests hold no SecretProviderClass of provider azure.");
        }

        var pod = Pods.FirstOrDefault() ?? new Pod(
            Classes[0].Namespace, "demo", Guid.NewGuid().ToString(), "default", ImmutableDictionary<string, string>.Empty,
            ImmutableDictionary<string, string>.Empty.Add("secretProviderClass", Classes[0].Name), null);
        var named = pod.VolumeAttributes.GetValueOrDefault("secretProviderClass");
        return (
            Classes.FirstOrDefault(one => one.Name == named && one.Namespace == pod.Namespace)
                ?? throw new InvalidDataException($"Pod {pod.Namespace}/{pod.Name} names the SecretProviderClass {named}, which is not in the manifests."),
            pod);
    }
}
