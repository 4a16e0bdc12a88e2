using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>
/// Key Vault's REST API for the simulated vaults: challenge, refusals, versions, pages, in the service's order and with
/// its texts.
/// </summary>
internal sealed class VaultService(Tokens tokens, TimeProvider time) : ICloudService
{
    private readonly ConcurrentDictionary<string, StoredVault> vaults = new(StringComparer.OrdinalIgnoreCase);

    public string Name => Services.Vault;

    /// <summary>The most versions in a page of a list; a caller can ask for fewer.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>A vault of the public cloud, created at its first use.</summary>
    public StoredVault this[string name] => In(AzureCloud.Public, name);

    /// <summary>A vault of any cloud, created at its first use.</summary>
    public StoredVault In(AzureCloud cloud, string name) =>
        vaults.GetOrAdd($"{name}.{cloud.VaultSuffix}", _ => new StoredVault(name, cloud, time));

    /// <summary>Whether a host is an existing vault; other names do not resolve.</summary>
    public bool IsKnown(string host) => vaults.ContainsKey(host);

    public CloudResponse Respond(RecordedCall call)
    {
        var vault = vaults[call.Host];
        return Read(vault, call).With("x-ms-keyvault-region", "westeurope")
            .With("x-ms-keyvault-service-version", "1.9.2164.1")
            .With("x-ms-keyvault-network-info", "conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;")
            .With("x-ms-request-id", Guid.NewGuid().ToString());
    }

    private CloudResponse Read(StoredVault vault, RecordedCall call)
    {
        if (call.BearerToken is not { } presented || tokens.Find(presented, vault.Cloud.Resource) is not { } token)
        {
            return Unauthorized(vault, call.BearerToken);
        }

        if (!call.Query.ContainsKey("api-version"))
        {
            return VaultErrors.NoApiVersion();
        }

        if (call.Method != "GET" || call.Segments is not [var collection, .. var path]
            || Kind(collection) is not { } kind)
        {
            return VaultErrors.NoSuchOperation(call.Method);
        }

        return (vault.Refused.GetValueOrDefault(token.Principal) ?? vault.RefusedToAll) is { } reason
            ? VaultErrors.Forbidden(vault, collection, token.Principal, reason)
            : path is [{ Length: > 0 } name, .. var rest] ? Read(vault, collection, kind, name, rest, call)
            : CloudResponse.Json(200, VersionPage.OfObjects(vault, collection, call, PageSize));
    }

    private CloudResponse Read(
        StoredVault vault, string collection, string kind, string name, string[] rest, RecordedCall call)
    {
        if (vault.Find(collection, name) is not { } versions)
        {
            // The versions of an unknown object are an empty list.
            return rest is ["versions"]
                ? CloudResponse.Json(200, VersionPage.Of(vault, collection, [], call, PageSize))
                : VaultErrors.NotFound(kind, name);
        }

        return rest switch
        {
            [] => One(vault, collection, versions[^1]),
            ["versions"] => CloudResponse.Json(200, VersionPage.Of(vault, collection, versions, call, PageSize)),
            [var id] when versions.Find(version => version.Id == id) is { } version => One(vault, collection, version),
            [var id] => VaultErrors.NotFound(kind, $"{name}/{id}"),
            _ => VaultErrors.NoSuchOperation(call.Method),
        };
    }

    private CloudResponse Unauthorized(StoredVault vault, string? presented) =>
        presented is null ? VaultErrors.TokenMissing(vault)
        : tokens.ResourceOf(presented) is { } resource && resource != vault.Cloud.Resource
            ? VaultErrors.AudienceInvalid(vault, resource)
        : VaultErrors.IssuerInvalid(vault, Tokens.Tenant);

    // Disabled secrets cannot be read; disabled keys and certificates, and secrets outside of their validity, can.
    private static CloudResponse One(StoredVault vault, string collection, StoredVersion version) =>
        version.Enabled || collection != Collections.Secrets
            ? CloudResponse.Json(200, VaultJson.Bundle(vault.Address, collection, version))
            : VaultErrors.SecretDisabled();

    private static string? Kind(string collection) => collection switch
    {
        Collections.Secrets => "Secret",
        Collections.Keys => "Key",
        Collections.Certificates => "Certificate",
        _ => null,
    };
}
