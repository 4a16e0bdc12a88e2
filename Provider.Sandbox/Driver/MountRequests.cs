using System.Text.Encodings.Web;
using System.Text.Json;
using Provider.Protocol;
using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Driver;

/// <summary>Makes the request that the driver sends: parameters, the pod's volume attributes over them, kubelet's keys on top.</summary>
internal static class MountRequests
{
    // As Go's encoder, which writes <, > and & as escapes.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Makes the request.</summary>
    /// <param name="secretClass">The class.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="secret">The values of its nodePublishSecretRef; none without one.</param>
    /// <param name="tokens">Service-account tokens by audience; none without tokenRequests.</param>
    /// <param name="targetPath">Where the volume will be.</param>
    public static MountRequest Make(
        SecretProviderClass secretClass, Pod pod, IReadOnlyDictionary<string, string>? secret,
        IReadOnlyDictionary<string, ServiceAccountToken>? tokens, string targetPath)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in secretClass.Parameters.Concat(pod.VolumeAttributes))
        {
            attributes[name] = value;
        }

        attributes["secretProviderClass"] = secretClass.Name;
        attributes["csi.storage.k8s.io/pod.name"] = pod.Name;
        attributes["csi.storage.k8s.io/pod.namespace"] = pod.Namespace;
        attributes["csi.storage.k8s.io/pod.uid"] = pod.Uid;
        attributes["csi.storage.k8s.io/serviceAccount.name"] = pod.ServiceAccount;
        attributes["csi.storage.k8s.io/ephemeral"] = "true";
        if (tokens is not null)
        {
            attributes["csi.storage.k8s.io/serviceAccount.tokens"] = JsonSerializer.Serialize(
                tokens.ToDictionary(token => token.Key, token => new { token = token.Value.Text, expirationTimestamp = token.Value.ExpiresOn }), Json);
        }

        return new MountRequest
        {
            Attributes = JsonSerializer.Serialize(attributes, Json),
            Secrets = JsonSerializer.Serialize(secret, Json),
            TargetPath = targetPath,
            Permission = "420",
        };
    }
}

/// <summary>A service-account token as kubelet hands it over.</summary>
/// <param name="Text">The JSON Web Token.</param>
/// <param name="ExpiresOn">Until when.</param>
internal sealed record ServiceAccountToken(string Text, DateTimeOffset ExpiresOn)
{
    /// <summary>Says nothing of what is inside.</summary>
    public override string ToString() => nameof(ServiceAccountToken);
}
