using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Provider.Model;

namespace Provider.Sandbox.Demo;

/// <summary>Makes the JSON value that has every field that entries ask for; it is YAML too.</summary>
internal static class SampleValue
{
    private const int MostItems = 100;

    public static string Of(IEnumerable<FieldPath> paths)
    {
        JsonNode? root = null;
        foreach (var path in paths)
        {
            root = With(root, path.Steps.AsSpan(),
                $"generated-for-{path.Text}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        }

        return root?.ToJsonString() ?? "{}";
    }

    private static JsonNode With(JsonNode? node, ReadOnlySpan<FieldStep> steps, string text)
    {
        if (steps.IsEmpty)
        {
            return node ?? JsonValue.Create(text);
        }

        if (steps[0] is { Key: not null, Index: null } || (steps[0].Key is not null && node is not JsonArray))
        {
            var mapping = node as JsonObject ?? [];
            mapping[steps[0].Key!] = With(Detached(mapping[steps[0].Key!]), steps[1..], text);
            return mapping;
        }

        var list = node as JsonArray ?? [];
        var place = Math.Min(Math.Abs(steps[0].Index!.Value), MostItems);
        while (list.Count <= place)
        {
            list.Add(null);
        }

        list[place] = With(Detached(list[place]), steps[1..], text);
        return list;
    }

    // A node has one parent at a time.
    private static JsonNode? Detached(JsonNode? node) => node?.DeepClone();
}
