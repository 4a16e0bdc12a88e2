using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>Key Vault's REST interface over the stand-in's vaults: challenge, refusals, versions, pages, in the service's order and words.</summary>
internal sealed class VaultService(Tokens tokens, TimeProvider time) : ICloudService
{
    private readonly ConcurrentDictionary<string, StoredVault> vaults = new(StringComparer.OrdinalIgnoreCase);

    public string Name => Services.Vault;

    /// <summary>How many versions a page of a list holds, when the caller does not ask for fewer.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>A vault of the public cloud, made when it is first asked for.</summary>
    public StoredVault this[string name] => In(AzureCloud.Public, name);

    /// <summary>A vault of any cloud, made when it is first asked for.</summary>
    public StoredVault In(AzureCloud cloud, string name) =>
        vaults.GetOrAdd($"{name}.{cloud.VaultSuffix}", _ => new StoredVault(name, cloud, time));

    /// <summary>Whether a host is a vault that exists; to everybody else its name does not resolve.</summary>
    public bool IsKnown(string host) => vaults.ContainsKey(host);

    public CloudAnswer Answer(RecordedCall call)
    {
        var vault = vaults[call.Host];
        if (call.BearerToken is not { } presented || tokens.Find(presented, vault.Cloud.Resource) is not { } token)
        {
            return VaultErrors.Unauthorized(vault, call.BearerToken is not null);
        }

        if (!call.Query.ContainsKey("api-version"))
        {
            return VaultErrors.NoApiVersion();
        }

        if (call.Method != "GET" || call.Segments is not [var collection, var name, .. var rest] || Kind(collection) is not { } kind)
        {
            return VaultErrors.NoSuchOperation(call.Method);
        }

        return (vault.Refused.GetValueOrDefault(token.Principal) ?? vault.RefusedToAll) is { } reason
            ? VaultErrors.Forbidden(vault, collection, token.Principal, reason)
            : Read(vault, collection, kind, name, rest, call);
    }

    private CloudAnswer Read(StoredVault vault, string collection, string kind, string name, string[] rest, RecordedCall call)
    {
        if (vault.Find(collection, name) is not { } versions)
        {
            return VaultErrors.NotFound(kind, name);
        }

        return rest switch
        {
            [] => One(vault, collection, kind, versions[^1]),
            ["versions"] => CloudAnswer.Json(200, VersionPage.Of(vault, collection, versions, call, PageSize)),
            [var id] when versions.Find(version => version.Id == id) is { } version => One(vault, collection, kind, version),
            [var id] => VaultErrors.NotFound(kind, $"{name}/{id}"),
            _ => VaultErrors.NoSuchOperation(call.Method),
        };
    }

    // Reading a disabled secret or key is refused; a disabled certificate can still be read.
    private static CloudAnswer One(StoredVault vault, string collection, string kind, StoredVersion version) =>
        version.Enabled || collection == Collections.Certificates
            ? CloudAnswer.Json(200, VaultJson.Bundle(vault.Address, collection, version))
            : VaultErrors.Disabled(kind);

    private static string? Kind(string collection) => collection switch
    {
        Collections.Secrets => "Secret",
        Collections.Keys => "Key",
        Collections.Certificates => "Certificate",
        _ => null,
    };
}
