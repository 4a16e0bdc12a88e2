using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace Provider.Tests.Manifests;

/// <summary>Reads manifests and refuses a field that Kubernetes does not know.</summary>
internal static class StrictManifest
{
    // Fields of spec, or of the object where it has no spec; only what we use, so that a slip is seen.
    private static readonly Dictionary<string, string[]> CustomKinds = new()
    {
        ["SecretProviderClass"] = ["provider", "parameters", "secretObjects"],
        ["PodMonitor"] = ["jobLabel", "selector", "podMetricsEndpoints", "namespaceSelector"],
        ["PrometheusRule"] = ["groups"],
        ["AzureIdentity"] = ["type", "resourceID", "clientID"],
        ["AzureIdentityBinding"] = ["azureIdentity", "selector"],
        ["SecurityContextConstraints"] =
        [
            "apiVersion", "kind", "metadata", "allowHostDirVolumePlugin", "allowHostIPC", "allowHostNetwork",
            "allowHostPID", "allowHostPorts",
            "allowPrivilegeEscalation", "allowPrivilegedContainer", "allowedCapabilities", "defaultAddCapabilities",
            "requiredDropCapabilities",
            "readOnlyRootFilesystem", "fsGroup", "runAsUser", "seLinuxContext", "supplementalGroups", "seccompProfiles",
            "users", "volumes",
        ],
    };

    /// <summary>The objects that Kubernetes itself defines; those of others are checked and left out.</summary>
    public static List<object> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var objects = new List<object>();
        foreach (var document in stream.Documents)
        {
            var root = Assert.IsType<YamlMappingNode>(document.RootNode);
            var kind = root.Children[new YamlScalarNode("kind")].ToString();
            if (CustomKinds.TryGetValue(kind, out var known))
            {
                var fields = root.Children.TryGetValue(new YamlScalarNode("spec"), out var spec)
                    ? (YamlMappingNode)spec
                    : root;
                Assert.All(fields.Children.Keys, field => Assert.Contains(field.ToString(), known));
                continue;
            }

            objects.AddRange(KubernetesYaml.LoadAllFromString(Write(document), null, strict: true));
        }

        return objects;
    }

    /// <summary>The one DaemonSet among the objects.</summary>
    public static V1DaemonSet DaemonSet(string text) => Assert.Single(Read(text).OfType<V1DaemonSet>());

    private static string Write(YamlDocument document)
    {
        var writer = new StringWriter();
        new YamlStream(new YamlDocument(document.RootNode)).Save(writer, assignAnchors: false);
        return writer.ToString();
    }
}
