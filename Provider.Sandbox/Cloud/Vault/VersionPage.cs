using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>One page of an object's versions, and the link to the next.</summary>
internal static class VersionPage
{
    public static JsonObject Of(StoredVault vault, string collection, ImmutableList<StoredVersion> versions, RecordedCall call, int pageSize)
    {
        var skip = Number(call, "$skiptoken") ?? 0;
        var size = Math.Min(pageSize, Number(call, "maxresults") ?? pageSize);
        var items = versions.Skip(skip).Take(size).Select(version => VaultJson.Item(vault.Address, collection, version));
        return new()
        {
            ["value"] = new JsonArray([.. items]),
            ["nextLink"] = skip + size < versions.Count
                ? $"{vault.Address}{call.Path.TrimStart('/')}?api-version={call.Query["api-version"]}&$skiptoken={skip + size}&maxresults={size}"
                : null,
        };
    }

    private static int? Number(RecordedCall call, string field) =>
        int.TryParse(call.Query.GetValueOrDefault(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
