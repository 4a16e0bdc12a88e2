using System.Collections.Immutable;
using Provider.Protocol;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

namespace Provider.Tests.EndToEnd;

/// <summary>The mount of one secret named <c>one</c> of the vault <c>demo</c>, with pod identity.</summary>
internal static class SmallMount
{
    private const string OneSecret = "array:\n  - |\n    objectName: one\n    objectType: secret\n";

    public static MountRequest Request(
        string podNamespace = "shop", string vault = "demo", string pod = "app-0", string objects = OneSecret)
    {
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", vault).Add("objects", objects);
        return MountRequests.Make(
            new SecretProviderClass(podNamespace, "class", parameters),
            new Pod(podNamespace, pod, "uid-" + podNamespace, "app", [], [], null), null, null,
            $"/volumes/{podNamespace}/{vault}/{pod}");
    }
}
