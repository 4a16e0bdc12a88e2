using System.Text.Json;
using System.Text.Json.Nodes;
using Provider.Protocol;
using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Driver;

/// <summary>
/// Makes the request that the driver sends: parameters, the pod's volume attributes over them, kubelet's keys on top.
/// </summary>
internal static class MountRequests
{
    private const string Tokens = "csi.storage.k8s.io/serviceAccount.tokens";
    private const string DefaultMode = "420"; // 0644, as a decimal JSON number

    /// <summary>
    /// Makes the request; without a nodePublishSecretRef there is no secret, without tokenRequests there are no tokens.
    /// </summary>
    public static MountRequest Make(
        SecretProviderClass secretClass, Pod pod, IReadOnlyDictionary<string, string>? secret,
        IReadOnlyDictionary<string, ServiceAccountToken>? tokens, string targetPath)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var (name, value) in secretClass.Parameters.Concat(pod.VolumeAttributes).Concat(OfKubelet(pod)))
        {
            attributes[name] = value;
        }

        attributes["secretProviderClass"] = secretClass.Name;
        if (tokens is not null)
        {
            attributes[Tokens] = GoJson.Write(tokens);
        }

        return new MountRequest
        {
            Attributes = GoJson.Write(attributes),
            Secrets = GoJson.Write(secret),
            TargetPath = targetPath,
            Permission = DefaultMode,
        };
    }

    private static JsonObject? Attributes(MountRequest request)
    {
        try
        {
            return JsonNode.Parse(request.Attributes) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // a request that is malformed on purpose
        }
    }

    /// <summary>The request with the tokens as an empty text where it has none, as driver v1.0 sends it.</summary>
    public static MountRequest WithEmptyTokens(MountRequest request)
    {
        if (Attributes(request) is not { } attributes || attributes.ContainsKey(Tokens))
        {
            return request;
        }

        var all = attributes.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
        all[Tokens] = "";
        return new MountRequest(request) { Attributes = GoJson.Write(all) };
    }

    private static Dictionary<string, string> OfKubelet(Pod pod) => new()
    {
        ["csi.storage.k8s.io/pod.name"] = pod.Name,
        ["csi.storage.k8s.io/pod.namespace"] = pod.Namespace,
        ["csi.storage.k8s.io/pod.uid"] = pod.Uid,
        ["csi.storage.k8s.io/serviceAccount.name"] = pod.ServiceAccount,
        ["csi.storage.k8s.io/ephemeral"] = "true",
    };
}
