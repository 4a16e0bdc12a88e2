using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>Key Vault's REST interface over the stand-in's vaults: challenge, versions, pages, errors as the service gives them.</summary>
/// <param name="tokens">The tokens that are good.</param>
/// <param name="time">The clock.</param>
internal sealed class VaultService(Tokens tokens, TimeProvider time)
{
    /// <summary>The public cloud's suffix, with its dot.</summary>
    public const string Suffix = ".vault.azure.net";

    private const string Resource = "https://vault.azure.net";
    private readonly ConcurrentDictionary<string, StoredVault> vaults = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many versions a page of a list holds.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>A vault, made when it is first asked for.</summary>
    /// <param name="name">Its name.</param>
    public StoredVault this[string name] => vaults.GetOrAdd(name, added => new StoredVault(added, time));

    /// <summary>Whether a host is a vault that exists.</summary>
    /// <param name="host">The host.</param>
    public bool IsKnown(string host) =>
        host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && vaults.ContainsKey(host[..^Suffix.Length]);

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    public async Task AnswerAsync(HttpContext context)
    {
        var vault = this[context.Request.Host.Host[..^Suffix.Length]];
        var presented = context.Request.Headers.Authorization.ToString();
        var token = presented.StartsWith("Bearer ", StringComparison.Ordinal) ? tokens.Find(presented[7..], Resource) : null;
        if (token is null)
        {
            context.Response.Headers.WWWAuthenticate =
                $"Bearer authorization=\"https://login.microsoftonline.com/{vault.Tenant}\", resource=\"{Resource}\"";
            await WriteAsync(context, 401, VaultJson.Error("Unauthorized", null));
            return;
        }

        var (status, body) = vault.Refused.TryGetValue(token.Principal, out var reason)
            ? (403, VaultJson.Error("Forbidden", reason))
            : Answer(vault, context.Request);
        await WriteAsync(context, status, body);
    }

    private (int Status, JsonObject Body) Answer(StoredVault vault, HttpRequest request)
    {
        if (!request.Query.ContainsKey("api-version"))
        {
            return (400, VaultJson.Error("BadParameter", null));
        }

        if (request.Method != "GET" || request.Path.Value?.Trim('/').Split('/') is not [var collection, var name, .. var rest]
            || Singular(collection) is not { } kind)
        {
            return (404, VaultJson.Error("NotFound", null));
        }

        var address = $"https://{request.Host.Host}/";
        return (vault.Find(collection, name), rest) switch
        {
            (null, _) => (404, VaultJson.Error($"{kind}NotFound", null)),
            (var versions, ["versions"]) => (200, Page(address, collection, name, versions!, request)),
            (var versions, [] or [""]) => One(address, collection, name, versions![^1], kind),
            (var versions, [var id]) when versions!.Find(version => version.Id == id) is { } version =>
                One(address, collection, name, version, kind),
            _ => (404, VaultJson.Error($"{kind}NotFound", $"{kind}VersionNotFound")),
        };
    }

    private static (int Status, JsonObject Body) One(string address, string collection, string name, StoredVersion version, string kind) =>
        version.Enabled || kind == "Certificate"
            ? (200, VaultJson.Bundle(address, collection, name, version))
            : (403, VaultJson.Error("Forbidden", $"{kind}Disabled"));

    private JsonObject Page(string address, string collection, string name, ImmutableList<StoredVersion> versions, HttpRequest request)
    {
        var skip = int.TryParse(request.Query["$skiptoken"], out var from) ? from : 0;
        var size = int.TryParse(request.Query["maxresults"], out var most) ? Math.Min(most, PageSize) : PageSize;
        var items = versions.Skip(skip).Take(size).Select(version => VaultJson.Item(address, collection, name, version)).ToArray<JsonNode>();
        return new JsonObject
        {
            ["value"] = new JsonArray(items),
            ["nextLink"] = skip + size < versions.Count
                ? $"{address}{collection}/{name}/versions?api-version={request.Query["api-version"]}&$skiptoken={skip + size}&maxresults={size}"
                : null,
        };
    }

    private static string? Singular(string collection) => collection switch
    {
        "secrets" => "Secret",
        "keys" => "Key",
        "certificates" => "Certificate",
        _ => null,
    };

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
