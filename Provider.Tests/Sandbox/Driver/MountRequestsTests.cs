using System.Collections.Immutable;
using System.Text.Json;
using Provider.Protocol;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

namespace Provider.Tests.Sandbox.Driver;

/// <summary>The request that the driver sends: who may override whom, and Go's way to write JSON.</summary>
public sealed class MountRequestsTests
{
    private static readonly Pod Pod = new("shop", "app-0", "uid-1", "web", [], [], null);

    [Fact]
    public void The_pods_attributes_override_parameters_and_kubelets_keys_override_both()
    {
        var attributes = Attributes(Make(
            ("keyvaultName", "from-class"), ("tenantID", "from-class"), ("csi.storage.k8s.io/pod.name", "forged"),
            ("pod:keyvaultName", "from-pod"), ("pod:csi.storage.k8s.io/pod.namespace", "forged")));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["keyvaultName"] = "from-pod",
                ["tenantID"] = "from-class",
                ["secretProviderClass"] = "app-secrets",
                ["csi.storage.k8s.io/pod.name"] = "app-0",
                ["csi.storage.k8s.io/pod.namespace"] = "shop",
                ["csi.storage.k8s.io/pod.uid"] = "uid-1",
                ["csi.storage.k8s.io/serviceAccount.name"] = "web",
                ["csi.storage.k8s.io/ephemeral"] = "true",
            },
            attributes);
    }

    [Fact]
    public void Json_is_written_as_go_writes_it()
    {
        var request = Make(("b", "<a&b>"), ("a", "é+'\u2028\"\n"));

        Assert.StartsWith(
            "{\"a\":\"é+'\\u2028\\\"\\n\",\"b\":\"\\u003ca\\u0026b\\u003e\",\"csi.storage.k8s.io/ephemeral\":\"true\",",
            request.Attributes, StringComparison.Ordinal);
        Assert.Equal(("null", "420"), (request.Secrets, request.Permission));
    }

    [Fact]
    public void Tokens_come_as_a_json_text_within_the_json()
    {
        var token =
            new ServiceAccountToken("header.payload.signature", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var request = MountRequests.Make(
            new SecretProviderClass("shop", "app-secrets", []), Pod,
            ImmutableDictionary<string, string>.Empty.Add("clientid", "abc"),
            new Dictionary<string, ServiceAccountToken> { ["api://AzureADTokenExchange"] = token }, "/target");

        Assert.Equal(
            """{"api://AzureADTokenExchange":{"token":"header.payload.signature","expirationTimestamp":"2026-01-02T03:04:05Z"}}""",
            Attributes(request)["csi.storage.k8s.io/serviceAccount.tokens"]);
        Assert.Equal("""{"clientid":"abc"}""", request.Secrets);
    }

    // "pod:" marks what the pod's author wrote.
    private static MountRequest Make(params (string Name, string Value)[] values)
    {
        var ofPod = values.Where(value => value.Name.StartsWith("pod:", StringComparison.Ordinal))
            .ToImmutableDictionary(value => value.Name[4..], value => value.Value);
        var ofClass = values.Where(value => !value.Name.StartsWith("pod:", StringComparison.Ordinal))
            .ToImmutableDictionary(value => value.Name, value => value.Value);
        return MountRequests.Make(new SecretProviderClass("shop", "app-secrets", ofClass),
            Pod with { VolumeAttributes = ofPod }, null, null, "/target");
    }

    private static Dictionary<string, string> Attributes(MountRequest request) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(request.Attributes)!;
}
