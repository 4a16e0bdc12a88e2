using System.Globalization;
using System.Text.Json.Nodes;

namespace Provider.Tests.Manifests.Cluster;

/// <summary>
/// The objects of the stub API. Server-side apply keeps what each field manager applied last, and removes what it no
/// longer applies.
/// </summary>
internal sealed class StubObjects
{
    private readonly Dictionary<StubPath, JsonObject> live = [];
    private readonly Dictionary<(StubPath Path, string Manager), JsonObject> applied = [];
    private int version;

    public JsonObject? Find(string resource, string name) =>
        live.FirstOrDefault(one => one.Key.Resource == resource && one.Key.Name == name).Value?.DeepClone().AsObject();

    public IEnumerable<JsonObject> Of(string resource) =>
        live.Where(one => one.Key.Resource == resource).Select(one => one.Value);

    public JsonObject? Get(StubPath path) => live.TryGetValue(path, out var one) ? one.DeepClone().AsObject() : null;

    public JsonObject List(StubPath path, string selector)
    {
        var wanted = selector.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term => term.Split("=", 2))
            .ToList();
        var found = live
            .Where(one =>
                one.Key.Resource == path.Resource && one.Key.Group == path.Group
                    && (path.Namespace is null || path.Namespace == one.Key.Namespace))
            .Where(one =>
                wanted.All(term => one.Value["metadata"]!["labels"]?[term[0]]?.GetValue<string>() == term[^1]))
            .OrderBy(one => one.Key.Name, StringComparer.Ordinal).Select(one => (JsonNode?)one.Value.DeepClone());
        var kind = StubDiscovery.Kind(path.Resource);
        return new JsonObject
        {
            ["kind"] = kind + "List", ["apiVersion"] = StubDiscovery.ApiVersion(path.Resource),
            ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
            ["items"] = new JsonArray([.. found]),
        };
    }

    public JsonObject Put(StubPath path, JsonObject given)
    {
        var one = given.DeepClone().AsObject();
        var metadata = one["metadata"]!.AsObject();
        var before = live.GetValueOrDefault(path);
        // Kubernetes refuses a changed selector; helm and kubectl then fail, as they would in a cluster.
        if (before?["spec"]?["selector"] is { } selector && path.Resource == "daemonsets"
            && !JsonNode.DeepEquals(selector, one["spec"]!["selector"]))
        {
            return StubApi.Status(422, "Invalid", "spec.selector: Invalid value: field is immutable");
        }

        metadata["uid"] = before?["metadata"]!["uid"]!.GetValue<string>() ?? Guid.NewGuid().ToString();
        metadata["resourceVersion"] = (++version).ToString(CultureInfo.InvariantCulture);
        metadata["creationTimestamp"] ??= "2026-01-01T00:00:00Z";
        if (path.Namespace is not null)
        {
            metadata["namespace"] = path.Namespace;
        }

        live[path] = one;
        return one.DeepClone().AsObject();
    }

    public JsonObject Apply(StubPath path, string manager, JsonObject given)
    {
        var last = applied.GetValueOrDefault((path, manager), []);
        var before = live.GetValueOrDefault(path, []);
        var result = Put(path, StrategicMerge.Apply(last, given, before));
        if (result["kind"]?.GetValue<string>() != "Status")
        {
            applied[(path, manager)] = given.DeepClone().AsObject();
        }

        return result;
    }

    public JsonObject? Remove(StubPath path)
    {
        foreach (var key in applied.Keys.Where(key => key.Path == path).ToList())
        {
            applied.Remove(key);
        }

        return live.Remove(path, out var one) ? one : null;
    }
}
