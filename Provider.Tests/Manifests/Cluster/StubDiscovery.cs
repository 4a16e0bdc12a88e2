using System.Text.Json.Nodes;

namespace Provider.Tests.Manifests.Cluster;

/// <summary>What the stub API says of itself: its version, groups and resources.</summary>
internal static class StubDiscovery
{
    private sealed record Resource(string Group, string Name, string Kind, bool Namespaced);

    private static readonly Resource[] Resources =
    [
        new("v1", "secrets", "Secret", true), new("v1", "serviceaccounts", "ServiceAccount", true),
        new("v1", "configmaps", "ConfigMap", true),
        new("v1", "pods", "Pod", true), new("v1", "namespaces", "Namespace", false), new("v1", "nodes", "Node", false),
        new("apps/v1", "daemonsets", "DaemonSet", true), new("storage.k8s.io/v1", "csidrivers", "CSIDriver", false),
        new("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole", false),
        new("rbac.authorization.k8s.io/v1", "clusterrolebindings", "ClusterRoleBinding", false),
        new("rbac.authorization.k8s.io/v1", "roles", "Role", true),
        new("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding", true),
    ];

    public static string Kind(string resource) => Of(resource).Kind;

    public static string ApiVersion(string resource) => Of(resource).Group;

    /// <summary>The response to a path of discovery; null for another path.</summary>
    public static JsonNode? Respond(string? path) => path switch
    {
        "/version" => new JsonObject { ["major"] = "1", ["minor"] = "34", ["gitVersion"] = "v1.34.0" },
        "/api" => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") },
        "/apis" =>
            new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1",
                ["groups"] = new JsonArray([.. Groups().Select(Group)]) },
        "/api/v1" => List("v1"),
        "/openapi/v3" => new JsonObject
        {
            ["paths"] = new JsonObject(Groups().Append("v1").Select(Root).Select(root =>
                KeyValuePair.Create(
                    root, (JsonNode?)new JsonObject { ["serverRelativeURL"] = "/openapi/v3/" + root }))),
        },
        _ when Groups().FirstOrDefault(group => path == "/apis/" + group) is { } group => List(group),
        _ when Groups().Append("v1").FirstOrDefault(group => path == "/openapi/v3/" + Root(group)) is { } group =>
            Validation(group),
        _ => null,
    };

    private static string Root(string group) => group == "v1" ? "api/v1" : "apis/" + group;

    // Only that the server validates fields: helm and kubectl ask before they send an object.
    private static JsonObject Validation(string group) => new()
    {
        ["openapi"] = "3.0.0", ["info"] = new JsonObject { ["title"] = "stub", ["version"] = "1" },
        ["paths"] = new JsonObject(Resources.Where(one => one.Group == group).Select(one => KeyValuePair.Create(
            $"/{Root(group)}/{(one.Namespaced ? "namespaces/{namespace}/" : "")}{one.Name}/{{name}}",
            (JsonNode?)new JsonObject
            {
                ["patch"] = new JsonObject
                {
                    ["parameters"] = new JsonArray(new JsonObject { ["name"] = "fieldValidation", ["in"] = "query" }),
                    ["responses"] = new JsonObject(),
                    ["x-kubernetes-group-version-kind"] = new JsonObject
                    {
                        ["group"] = group == "v1" ? "" : group.Split('/')[0], ["version"] = "v1", ["kind"] = one.Kind,
                    },
                },
            }))),
    };

    private static Resource Of(string resource) => Resources.First(one => one.Name == resource);

    private static IEnumerable<string> Groups() =>
        Resources.Select(one => one.Group).Where(group => group != "v1").Distinct();

    private static JsonObject Group(string group)
    {
        JsonObject Version() => new() { ["groupVersion"] = group, ["version"] = group.Split('/')[1] };
        return new() { ["name"] = group.Split('/')[0], ["versions"] = new JsonArray(Version()),
            ["preferredVersion"] = Version() };
    }

    private static JsonObject List(string group) => new()
    {
        ["kind"] = "APIResourceList", ["groupVersion"] = group,
        ["resources"] =
            new JsonArray([.. Resources.Where(one => one.Group == group).Select(one => (JsonNode)new JsonObject
        {
            ["name"] = one.Name, ["singularName"] = one.Kind.ToLowerInvariant(), ["kind"] = one.Kind,
            ["namespaced"] = one.Namespaced,
            ["verbs"] = new JsonArray("create", "delete", "get", "list", "patch", "update", "watch"),
        })]),
    };
}
