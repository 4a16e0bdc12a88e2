using System.Collections.Immutable;
using Provider.Protocol;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Workload;

/// <summary>Makes the requests of pods that use pod identity.</summary>
internal static class PodIdentityRequests
{
    /// <summary>The parameter <c>objects</c> with these secrets.</summary>
    public static string Secrets(IEnumerable<string> names) => "array:\n" + string.Concat(
        names.Select(name => $"  - |\n    objectName: {name}\n    objectType: secret\n"));

    /// <summary>The request of a pod; <paramref name="parameters"/> replace those of pod identity.</summary>
    public static MountRequest Make(
        string podNamespace, string pod, string vault, string objects, string targetPath, string secretClass = "class",
        params (string Name, string Value)[] parameters) => MountRequests.Make(
        new SecretProviderClass(
            secretClass, podNamespace,
            ImmutableDictionary<string, string>.Empty
                .Add("usePodIdentity", "true").Add("keyvaultName", vault).Add("objects", objects)
                .SetItems(parameters.Select(one => KeyValuePair.Create(one.Name, one.Value)))),
        new Pod(podNamespace, pod, $"uid-{pod}", "default", [], [], null), null, null, targetPath);
}
