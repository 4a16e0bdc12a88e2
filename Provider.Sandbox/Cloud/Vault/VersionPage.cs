using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>
/// One page of an object's versions, or of a vault's objects, ids ascending, and the link to the next, which names the
/// port and an opaque marker.
/// </summary>
internal static class VersionPage
{
    public static JsonObject Of(
        StoredVault vault, string collection, ImmutableList<StoredVersion> versions, RecordedCall call, int pageSize) =>
        Of(vault, versions, version => VaultJson.Item(vault.Address, collection, version), call, pageSize);

    public static JsonObject OfObjects(StoredVault vault, string collection, RecordedCall call, int pageSize) =>
        Of(vault, vault.Latest(collection), version => VaultJson.Listed(vault.Address, collection, version), call,
            pageSize);

    private static JsonObject Of(
        StoredVault vault, ImmutableList<StoredVersion> versions, Func<StoredVersion, JsonObject> show,
            RecordedCall call, int pageSize)
    {
        var after = Marker(call.Query.GetValueOrDefault("$skiptoken"));
        var size = Math.Min(pageSize, Number(call, "maxresults") ?? pageSize);
        var left = versions.OrderBy(version => version.Id, StringComparer.Ordinal)
            .SkipWhile(version => after is not null && string.CompareOrdinal(version.Id, after) <= 0).ToList();
        var page = left.Take(size).ToList();
        return new()
        {
            ["value"] = new JsonArray([.. page.Select(show)]),
            ["nextLink"] = left.Count > size
                ? $"https://{vault.Address.Host}:443{call.Path}?api-version={call.Query["api-version"]}&$skiptoken={Token(page[^1].Id)}&maxresults={size}"
                : null,
        };
    }

    private static string Token(string lastId) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"NextMarker":"{{lastId}}"}"""));

    private static string? Marker(string? token) =>
        token is null ? null : (string?)JsonNode.Parse(Convert.FromBase64String(token))?["NextMarker"];

    private static int? Number(RecordedCall call, string field) =>
        int.TryParse(call.Query.GetValueOrDefault(field), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : null;
}
