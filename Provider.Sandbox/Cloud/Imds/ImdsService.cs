using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Imds;

/// <summary>The machine's metadata service, limited to tokens of managed identities.</summary>
internal sealed class ImdsService(Tokens tokens) : ICloudService
{
    private const string TokenPath = "/metadata/identity/oauth2/token";

    public string Name => Services.Imds;

    /// <summary>The machine's system-assigned identity; null without one.</summary>
    public VmIdentity? SystemAssigned { get; set; }

    public ImmutableList<VmIdentity> UserAssigned { get; set; } = [];

    /// <summary>The lifetime of tokens; null for the issuer's default.</summary>
    public TimeSpan? TokenLifetime { get; set; }

    public bool IsKnown(string host) => true;

    public CloudResponse Respond(RecordedCall call)
    {
        if (call.Path.TrimEnd('/') != TokenPath)
        {
            return CloudResponse.Empty(404);
        }

        var problem = call switch
        {
            _ when call.Method != "GET" => Error(405, "bad_request_100", "Method not allowed"),
            // Set by proxies: a request through a proxy may be another caller's.
            _ when call.Headers.ContainsKey("X-Forwarded-For") =>
                Error(400, "invalid_request", "Request contains the X-Forwarded-For header"),
            _ when !IsTrue(call.Headers.GetValueOrDefault("Metadata")) =>
                Error(400, "invalid_request", "Required metadata header not specified"),
            _ when !call.Query.ContainsKey("api-version") =>
                Error(400, "bad_request_101", "Required query variable 'api-version' is missing"),
            _ when !call.Query.ContainsKey("resource") =>
                Error(400, "invalid_request", "Required query variable 'resource' is missing"),
            _ => null,
        };
        return problem
            ?? (Requested(call.Query) is { } identity ? Success(identity, call.Query["resource"]) : IdentityNotFound());
    }

    /// <summary>The response of a machine without this identity.</summary>
    public static CloudResponse IdentityNotFound() => Error(400, "invalid_request", "Identity not found");

    // A machine with one user-assigned identity and no system-assigned one returns it to requests that name none.
    private VmIdentity? Requested(ImmutableDictionary<string, string> query) =>
        query.TryGetValue("client_id", out var clientId) ? UserAssigned.Find(one => Same(one.ClientId, clientId))
        : query.TryGetValue("object_id", out var objectId) ? UserAssigned.Find(one => Same(one.ObjectId, objectId))
        : (query.GetValueOrDefault("msi_res_id") ?? query.GetValueOrDefault("mi_res_id")) is { } resourceId
            ? UserAssigned.Find(one => Same(one.ResourceId, resourceId))
        : SystemAssigned ?? (UserAssigned.Count == 1 ? UserAssigned[0] : null);

    private CloudResponse Success(VmIdentity identity, string resource)
    {
        var token = tokens.IssueOrReuse(identity.ClientId, resource, TokenLifetime);
        var seconds = Text((long)(token.ExpiresOn - token.NotBefore).TotalSeconds);
        return CloudResponse.Json(200, new JsonObject
        {
            ["access_token"] = token.Text,
            ["client_id"] = identity.ClientId,
            ["expires_in"] = seconds,
            ["expires_on"] = Text(token.ExpiresOn.ToUnixTimeSeconds()),
            ["ext_expires_in"] = seconds,
            ["not_before"] = Text(token.NotBefore.ToUnixTimeSeconds()),
            ["resource"] = token.Resource,
            ["token_type"] = "Bearer",
        });
    }

    private static CloudResponse Error(int status, string error, string description) =>
        CloudResponse.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });

    private static bool IsTrue(string? header) => string.Equals(header, "true", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A managed identity of the virtual machine, with each of the names that requests can use.</summary>
internal sealed record VmIdentity(string ClientId, string ObjectId, string ResourceId);
