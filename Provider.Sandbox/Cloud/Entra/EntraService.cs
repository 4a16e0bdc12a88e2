using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Entra;

/// <summary>
/// Entra's token endpoint for applications, and the two documents that clients read before they call it.
/// </summary>
internal sealed class EntraService(Tokens tokens, TimeProvider time) : ICloudService
{
    private const string DefaultScope = "/.default";

    private readonly ConcurrentDictionary<string, EntraTenant> tenants = new(StringComparer.OrdinalIgnoreCase);

    public string Name => Services.Entra;

    /// <summary>The lifetime of tokens; an application's tokens last about an hour.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromSeconds(3599);

    /// <summary>A tenant, created at its first use.</summary>
    public EntraTenant this[string tenant] => tenants.GetOrAdd(tenant, added => new EntraTenant(added, time));

    public bool IsKnown(string host) =>
        AzureCloud.All.Any(cloud => cloud.AuthorityHost.Equals(host, StringComparison.OrdinalIgnoreCase));

    public CloudResponse Respond(RecordedCall call) => (call.Method, call.Segments) switch
    {
        ("GET", ["common", "discovery", "instance"]) => CloudResponse.Json(200, Instances()),
        ("GET", [var tenant, "v2.0", ".well-known", "openid-configuration"]) =>
            Known(tenant, found => CloudResponse.Json(200, Configuration(call.Host, found))),
        ("POST", [var tenant, "oauth2", "v2.0", "token"]) => Known(tenant, found => Token(found, call)),
        _ => CloudResponse.Empty(404),
    };

    private CloudResponse Known(string tenant, Func<EntraTenant, CloudResponse> response) =>
        tenants.TryGetValue(tenant, out var found) ? response(found) : EntraErrors.TenantNotFound(tenant);

    private CloudResponse Token(EntraTenant tenant, RecordedCall call)
    {
        var grant = call.Form.GetValueOrDefault("grant_type", "");
        var scope = call.Form.GetValueOrDefault("scope", "");
        if (grant != "client_credentials")
        {
            return EntraErrors.GrantTypeUnsupported(grant);
        }

        // Clients may request scopes of OpenID Connect in addition to the resource's.
        return scope.Split(' ')
            .FirstOrDefault(one => one.EndsWith(DefaultScope, StringComparison.Ordinal)) is not { } resource
            ? EntraErrors.ScopeMalformed(scope)
            : tenant.Refusal(call) ?? Success(call.Form["client_id"], resource[..^DefaultScope.Length]);
    }

    private CloudResponse Success(string clientId, string resource)
    {
        var seconds = (long)TokenLifetime.TotalSeconds;
        return CloudResponse.Json(200, new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = tokens.Issue(clientId, resource, TokenLifetime).Text,
        });
    }

    private static JsonObject Instances() => new()
    {
        ["tenant_discovery_endpoint"] =
            $"https://{AzureCloud.Public.AuthorityHost}/common/v2.0/.well-known/openid-configuration",
        ["api-version"] = "1.1",
        ["metadata"] = new JsonArray([.. AzureCloud.All.Select(cloud => new JsonObject
        {
            ["preferred_network"] = cloud.AuthorityHost,
            ["preferred_cache"] = cloud.AuthorityHost,
            ["aliases"] = new JsonArray(cloud.AuthorityHost),
        })]),
    };

    private static JsonObject Configuration(string host, EntraTenant tenant) => new()
    {
        ["token_endpoint"] = $"https://{host}/{tenant.Id}/oauth2/v2.0/token",
        ["authorization_endpoint"] = $"https://{host}/{tenant.Id}/oauth2/v2.0/authorize",
        ["device_authorization_endpoint"] = $"https://{host}/{tenant.Id}/oauth2/v2.0/devicecode",
        ["issuer"] = $"https://{host}/{tenant.Id}/v2.0",
        ["jwks_uri"] = $"https://{host}/{tenant.Id}/discovery/v2.0/keys",
        ["token_endpoint_auth_methods_supported"] =
            new JsonArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
    };
}
