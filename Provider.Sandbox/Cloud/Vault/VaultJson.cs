using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>Key Vault's JSON, field by field as in its REST reference.</summary>
internal static class VaultJson
{
    public static JsonObject Bundle(Uri vault, string collection, StoredVersion version)
    {
        var json = Item(vault, collection, version);
        switch (collection)
        {
            case Collections.Secrets:
                json["value"] = version.Value;
                if (version.IsManaged)
                {
                    json["kid"] = Id(vault, Collections.Keys, version);
                }

                break;
            case Collections.Keys:
                json.Remove("kid");
                var key = version.Key!.DeepClone().AsObject();
                key["kid"] = Id(vault, Collections.Keys, version);
                json["key"] = key;
                break;
            default:
                AddCertificate(json, vault, version);
                break;
        }

        return json;
    }

    private static void AddCertificate(JsonObject json, Uri vault, StoredVersion version)
    {
        json["policy"] = Policy(vault, version);
        if (version.Certificate is not { } certificate)
        {
            // Its operation is not complete: neither key, secret nor certificate yet.
            json["pending"] = new JsonObject { ["id"] = $"{vault}{Collections.Certificates}/{version.Name}/pending" };
            return;
        }

        json["kid"] = Id(vault, Collections.Keys, version);
        json["sid"] = Id(vault, Collections.Secrets, version);
        json["cer"] = Convert.ToBase64String(certificate);
    }

    /// <summary>A version as in a list: without its value.</summary>
    public static JsonObject Item(Uri vault, string collection, StoredVersion version)
    {
        var json = new JsonObject
        {
            [collection == Collections.Keys ? "kid" : "id"] = Id(vault, collection, version),
            ["attributes"] = Attributes(version),
        };
        if (version.Certificate is { } certificate)
        {
            json["x5t"] = Thumbprint(certificate);
        }

        if (collection == Collections.Secrets && version.ContentType is { } contentType)
        {
            json["contentType"] = contentType;
        }

        if (!version.Tags.IsEmpty)
        {
            json["tags"] = new JsonObject(
                version.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));
        }

        if (version.IsManaged)
        {
            json["managed"] = true;
        }

        return json;
    }

    /// <summary>An object as in a list of the vault: its latest version, without the version's id.</summary>
    public static JsonObject Listed(Uri vault, string collection, StoredVersion version)
    {
        var json = Item(vault, collection, version);
        json[collection == Collections.Keys ? "kid" : "id"] = $"{vault}{collection}/{version.Name}";
        return json;
    }

    public static JsonObject Error(string code, string message, string? inner)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = inner };
        }

        return new JsonObject { ["error"] = error };
    }

    private static JsonObject Attributes(StoredVersion version)
    {
        var json = new JsonObject { ["enabled"] = version.Enabled };
        if (version.NotBefore is { } notBefore)
        {
            json["nbf"] = notBefore.ToUnixTimeSeconds();
        }

        if (version.Expires is { } expires)
        {
            json["exp"] = expires.ToUnixTimeSeconds();
        }

        json["created"] = version.Created.ToUnixTimeSeconds();
        json["updated"] = version.Created.ToUnixTimeSeconds();
        json["recoveryLevel"] = "Recoverable+Purgeable";
        json["recoverableDays"] = 90;
        return json;
    }

    private static JsonObject Policy(Uri vault, StoredVersion version) => new()
    {
        ["id"] = $"{vault}{Collections.Certificates}/{version.Name}/policy",
        ["key_props"] =
            new JsonObject { ["exportable"] = true, ["kty"] = "RSA", ["key_size"] = 2048, ["reuse_key"] = false },
        ["secret_props"] = new JsonObject { ["contentType"] = version.ContentType },
        ["issuer"] = new JsonObject { ["name"] = "Self" },
    };

    private static string Id(Uri vault, string collection, StoredVersion version) =>
        $"{vault}{collection}/{version.Name}/{version.Id}";

    // x5t is SHA-1 by definition (RFC 7517, section 4.8): a name for the certificate, not a protection of it.
#pragma warning disable CA5350
    private static string Thumbprint(byte[] der) => Base64Url.EncodeToString(SHA1.HashData(der));
#pragma warning restore CA5350
}
