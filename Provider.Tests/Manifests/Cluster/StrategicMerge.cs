using System.Text.Json.Nodes;

namespace Provider.Tests.Manifests.Cluster;

/// <summary>
/// Merges objects as the Kubernetes API does: maps by key, the lists of a pod by the key of their items, other lists as
/// a whole.
/// </summary>
internal static class StrategicMerge
{
    // https://kubernetes.io/docs/reference/using-api/api-concepts/#merge-strategy, for what a DaemonSet has.
    private static readonly Dictionary<string, string> ListKeys = new()
    {
        ["containers"] = "name", ["volumes"] = "name", ["env"] = "name", ["volumeMounts"] = "mountPath",
        ["ports"] = "containerPort",
    };

    /// <summary>A strategic or JSON merge patch: null deletes a field, $patch: delete an item.</summary>
    public static JsonObject Patch(JsonObject live, JsonObject patch)
    {
        var result = live.DeepClone().AsObject();
        foreach (var (key, value) in patch.Where(one => !one.Key.StartsWith('$')))
        {
            if (value is null)
            {
                result.Remove(key);
            }
            else
            {
                result[key] = Merge(key, result[key], value);
            }
        }

        return result;
    }

    /// <summary>
    /// A server-side apply: what was applied last and is missing now goes, what is given comes, the rest stays.
    /// </summary>
    public static JsonObject Apply(JsonObject last, JsonObject given, JsonObject live) =>
        Patch(WithoutDropped(last, given, live), given);

    private static JsonObject WithoutDropped(JsonObject last, JsonObject given, JsonObject live)
    {
        var result = live.DeepClone().AsObject();
        foreach (var (key, before) in last)
        {
            if (given[key] is null)
            {
                result.Remove(key);
            }
            else if (before is JsonObject inner && given[key] is JsonObject now && result[key] is JsonObject kept)
            {
                result[key] = WithoutDropped(inner, now, kept);
            }
            else if (before is JsonArray items && ListKeys.TryGetValue(key, out var name)
                && result[key] is JsonArray stay)
            {
                result[key] = new JsonArray([.. stay
                    .Where(item =>
                        Item(items, name, item) is null || Item(given[key]!.AsArray(), name, item) is not null)
                    .Select(item => Item(items, name, item) is JsonObject was
                        ? WithoutDropped(was, Item(given[key]!.AsArray(), name, item)!.AsObject(), item!.AsObject())
                        : item!.DeepClone())]);
            }
        }

        return result;
    }

    private static JsonNode Merge(string key, JsonNode? live, JsonNode given)
    {
        if (given is JsonObject map)
        {
            return Patch(live as JsonObject ?? [], map);
        }

        if (given is not JsonArray items || !ListKeys.TryGetValue(key, out var name))
        {
            return given.DeepClone();
        }

        var result = (live as JsonArray ?? []).Where(item => Item(items, name, item)?["$patch"] is null)
            .Select(item =>
                Item(items, name, item) is JsonObject change ? Patch(item!.AsObject(), change) : item!.DeepClone())
                .ToList();
        result.AddRange(
            items.Where(item => item!["$patch"] is null && Item(live as JsonArray ?? [], name, item) is null)
            .Select(item => Patch([], item!.AsObject())));
        return new JsonArray([.. result]);
    }

    private static JsonNode? Item(JsonArray items, string key, JsonNode? like) =>
        items.FirstOrDefault(item => JsonNode.DeepEquals(item![key], like![key]));
}
