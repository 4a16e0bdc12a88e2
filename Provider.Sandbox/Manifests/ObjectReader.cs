using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Provider.Sandbox.Manifests;

/// <summary>Reads a document as the object of its apiVersion and kind.</summary>
internal static class ObjectReader
{
    private const string Driver = "secrets-store.csi.k8s.io";

    /// <summary>Null for kinds, providers and pods that a mount does not use.</summary>
    public static object? Read(ManifestNode document) =>
        (document.Optional("apiVersion"), document.Optional("kind")) switch
        {
            ("secrets-store.csi.x-k8s.io/v1" or "secrets-store.csi.x-k8s.io/v1alpha1", "SecretProviderClass") =>
                ReadClass(document),
            ("aadpodidentity.k8s.io/v1", "AzureIdentity") => ReadIdentity(document),
            ("aadpodidentity.k8s.io/v1", "AzureIdentityBinding") => ReadBinding(document),
            ("v1", "Pod") => ReadPod(document),
            ("v1", "ServiceAccount") => ReadServiceAccount(document),
            ("v1", "Secret") => ReadSecret(document),
            _ => null,
        };

    private static SecretProviderClass? ReadClass(ManifestNode document)
    {
        var (space, name, _) = ReadMetadata(document);
        var spec = document.RequiredMapping("spec");
        return spec.Required("provider") == "azure" ? new(space, name, spec.Texts("parameters")) : null;
    }

    private static AzureIdentity ReadIdentity(ManifestNode document)
    {
        var (space, name, metadata) = ReadMetadata(document);
        var spec = document.RequiredMapping("spec");
        if (!int.TryParse(spec.Optional("type") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var type)
            || type > 2)
        {
            throw spec.Problem("type", "'type' must be 0, 1 or 2");
        }

        return new(space, name, spec.Optional("clientID") ?? "")
        {
            Type = type,
            ResourceId = spec.Optional("resourceID") ?? "",
            IsNamespaced = metadata.Texts("annotations")
                .GetValueOrDefault("aadpodidentity.k8s.io/Behavior") == "namespaced",
        };
    }

    private static AzureIdentityBinding ReadBinding(ManifestNode document)
    {
        var (space, _, _) = ReadMetadata(document);
        var spec = document.RequiredMapping("spec");
        return new(space, spec.Required("azureIdentity"), spec.Required("selector"));
    }

    private static Pod? ReadPod(ManifestNode document)
    {
        var (space, name, metadata) = ReadMetadata(document);
        var spec = document.RequiredMapping("spec");
        return spec.Sequence("volumes").Select(volume => volume.Mapping("csi"))
            .FirstOrDefault(volume => volume?.Required("driver") == Driver) is not { } ours
            ? null
            : new(
                space,
                name,
                metadata.Optional("uid") ?? Guid.NewGuid().ToString(),
                spec.Optional("serviceAccountName") ?? "default",
                metadata.Texts("labels"),
                ours.Texts("volumeAttributes"),
                ours.Mapping("nodePublishSecretRef")?.Required("name"));
    }

    private static ServiceAccount ReadServiceAccount(ManifestNode document)
    {
        var (space, name, metadata) = ReadMetadata(document);
        return new(space, name, metadata.Texts("annotations"));
    }

    private static KubernetesSecret ReadSecret(ManifestNode document)
    {
        var (space, name, _) = ReadMetadata(document);
        var values = document.Texts("data")
            .ToImmutableDictionary(field => field.Key, field => Decoded(document, field.Key, field.Value));
        // In the API server stringData overrides data.
        return new(space, name, values.SetItems(document.Texts("stringData")));
    }

    private static string Decoded(ManifestNode document, string key, string value)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(value));
        }
        catch (FormatException)
        {
            throw document.Problem("data", $"'{key}' is not base64; plain text belongs in stringData");
        }
    }

    private static (string Namespace, string Name, ManifestNode Metadata) ReadMetadata(ManifestNode document)
    {
        var metadata = document.RequiredMapping("metadata");
        return (metadata.Optional("namespace") ?? "default", metadata.Required("name"), metadata);
    }
}
