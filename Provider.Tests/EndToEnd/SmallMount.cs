using System.Collections.Immutable;
using Provider.Protocol;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

namespace Provider.Tests.EndToEnd;

/// <summary>The mount of one secret named <c>one</c> of the vault <c>demo</c>, with pod identity.</summary>
internal static class SmallMount
{
    private const string OneSecret = "array:\n  - |\n    objectName: one\n    objectType: secret\n";

    public static MountRequest Request(string podNamespace = "shop", string vault = "demo")
    {
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", vault).Add("objects", OneSecret);
        return MountRequests.Make(
            new SecretProviderClass(podNamespace, "class", parameters),
            new Pod(podNamespace, "app-0", "uid-" + podNamespace, "app", [], [], null), null, null,
            $"/volumes/{podNamespace}/{vault}");
    }
}
