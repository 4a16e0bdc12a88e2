using System.Collections.Immutable;

namespace Provider.Sandbox.Manifests;

/// <summary>The objects of manifests that a mount uses.</summary>
internal sealed record ManifestSet(
    ImmutableArray<SecretProviderClass> Classes,
    ImmutableArray<Pod> Pods,
    ImmutableArray<AzureIdentity> Identities,
    ImmutableArray<AzureIdentityBinding> Bindings,
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Secrets)
{
    public static ManifestSet Empty { get; } = Of([]);

    public ImmutableArray<ServiceAccount> ServiceAccounts { get; init; } = [];

    /// <summary>
    /// Groups objects by kind; the last of several Secrets with one name counts, as with kubectl apply.
    /// </summary>
    public static ManifestSet Of(IReadOnlyCollection<object> objects) => new(
        [.. objects.OfType<SecretProviderClass>()],
        [.. objects.OfType<Pod>()],
        [.. objects.OfType<AzureIdentity>()],
        [.. objects.OfType<AzureIdentityBinding>()],
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty.SetItems(
            objects.OfType<KubernetesSecret>()
                .Select(secret => KeyValuePair.Create($"{secret.Namespace}/{secret.Name}", secret.Values))))
    {
        ServiceAccounts = [.. objects.OfType<ServiceAccount>()],
    };

    /// <summary>The class that a pod's volume names, or else the only one; without a pod, one with defaults.</summary>
    /// <exception cref="InvalidDataException">The class, or an object that it needs, is missing.</exception>
    public (SecretProviderClass Class, Pod Pod) Volume()
    {
        if (Classes.IsEmpty)
        {
            throw new InvalidDataException("The manifests hold no SecretProviderClass of provider azure.");
        }

        var pod = Pods.FirstOrDefault() ?? MadeUpFor(Classes[0]);
        var named = pod.VolumeAttributes.GetValueOrDefault("secretProviderClass");
        return (
            Classes.FirstOrDefault(one => one.Name == named && one.Namespace == pod.Namespace)
                ?? throw new InvalidDataException(
                    $"Pod {pod.Namespace}/{pod.Name} names the SecretProviderClass {named}, which is not in the "
                    + "manifests."),
            pod);
    }

    /// <summary>The values of the Secret that a pod's volume refers to; null without a reference.</summary>
    /// <exception cref="InvalidDataException">The Secret is missing.</exception>
    public ImmutableDictionary<string, string>? SecretOf(Pod pod) => pod.SecretRef is not { } name ? null
        : Secrets.GetValueOrDefault($"{pod.Namespace}/{name}")
            ?? throw new InvalidDataException(
                $"Pod {pod.Namespace}/{pod.Name} refers to the Secret {name}, which is not in the manifests.");

    private static Pod MadeUpFor(SecretProviderClass secretClass) => new(
        secretClass.Namespace, "demo", Guid.NewGuid().ToString(), "default", ImmutableDictionary<string, string>.Empty,
        ImmutableDictionary<string, string>.Empty.Add("secretProviderClass", secretClass.Name), null);
}
