using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>Key Vault's JSON, field by field as its REST reference has it.</summary>
internal static class VaultJson
{
    /// <summary>An object's version with everything in it.</summary>
    /// <param name="vault">The vault's address, with a slash at the end.</param>
    /// <param name="collection"><c>secrets</c>, <c>keys</c> or <c>certificates</c>.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="version">The version.</param>
    public static JsonObject Bundle(string vault, string collection, string name, StoredVersion version)
    {
        var json = Item(vault, collection, name, version);
        switch (collection)
        {
            case "secrets":
                json["value"] = version.Value;
                break;
            case "keys":
                var key = version.Key!.DeepClone().AsObject();
                key["kid"] = $"{vault}keys/{name}/{version.Id}";
                json["key"] = key;
                json.Remove("kid");
                break;
            default:
                json["kid"] = $"{vault}keys/{name}/{version.Id}";
                json["sid"] = $"{vault}secrets/{name}/{version.Id}";
                json["cer"] = Convert.ToBase64String(version.Certificate!);
                break;
        }

        return json;
    }

    /// <summary>A version as a list has it: without its value.</summary>
    /// <param name="vault">The vault's address, with a slash at the end.</param>
    /// <param name="collection"><c>secrets</c>, <c>keys</c> or <c>certificates</c>.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="version">The version.</param>
    public static JsonObject Item(string vault, string collection, string name, StoredVersion version)
    {
        var json = new JsonObject
        {
            [collection == "keys" ? "kid" : "id"] = $"{vault}{collection}/{name}/{version.Id}",
            ["attributes"] = new JsonObject
            {
                ["enabled"] = version.Enabled,
                ["created"] = version.Created.ToUnixTimeSeconds(),
                ["updated"] = version.Created.ToUnixTimeSeconds(),
                ["recoveryLevel"] = "Recoverable+Purgeable",
                ["recoverableDays"] = 90,
            },
        };
        if (version.Expires is { } expires)
        {
            json["attributes"]!["exp"] = expires.ToUnixTimeSeconds();
        }

        if (version.ContentType is { } contentType)
        {
            json["contentType"] = contentType;
        }

        if (version.KeyId is { } keyId)
        {
            json["kid"] = vault + keyId;
            json["managed"] = true;
        }

        return json;
    }

    /// <summary>An error.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="inner">Its inner code; none when the service gives none.</param>
    public static JsonObject Error(string code, string? inner)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = $"The stand-in's words about {code}." };
        if (inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = inner };
        }

        return new JsonObject { ["error"] = error };
    }
}
