using System.Text.Json;
using System.Text.Json.Serialization;

namespace Provider.KeyVault;

/// <summary>Key Vault's responses as JSON: SecretBundle, KeyBundle and CertificateBundle of its REST API.</summary>
internal sealed record VaultItem
{
    public string? Id { get; init; }

    public string? Kid { get; init; }

    public string? Sid { get; init; }

    [JsonConverter(typeof(SecretValueConverter))]
    public string? Value { get; init; }

    public string? ContentType { get; init; }

    public byte[]? Cer { get; init; }

    public VaultKeyItem? Key { get; init; }

    public VaultAttributes? Attributes { get; init; }

    /// <summary>Any JSON: only those who ask for tags mind what it is.</summary>
    public JsonElement? Tags { get; init; }
}

/// <summary>A JSON Web Key (RFC 7517), its public part.</summary>
internal sealed record VaultKeyItem
{
    public string? Kid { get; init; }

    public string? Kty { get; init; }

    public string? Crv { get; init; }

    public string? N { get; init; }

    public string? E { get; init; }

    public string? X { get; init; }

    public string? Y { get; init; }
}

/// <summary>Attributes of an object. Times are seconds since 1970, in any form of a JSON number.</summary>
internal sealed record VaultAttributes
{
    public bool? Enabled { get; init; }

    public double? Created { get; init; }

    public double? Updated { get; init; }

    public double? Exp { get; init; }

    public double? Nbf { get; init; }
}

/// <summary>A page of a list of versions.</summary>
internal sealed record VaultPage
{
    public required VaultItem[]? Value { get; init; }

    public string? NextLink { get; init; }
}

/// <summary>A page of a list of objects.</summary>
internal sealed record VaultObjectPage
{
    public required VaultListedItem[]? Value { get; init; }

    public string? NextLink { get; init; }
}

/// <summary>An object in a list: SecretItem, KeyItem and CertificateItem.</summary>
internal sealed record VaultListedItem
{
    public string? Id { get; init; }

    public string? Kid { get; init; }

    public VaultAttributes? Attributes { get; init; }

    public bool? Managed { get; init; }

    public Dictionary<string, string?>? Tags { get; init; }
}

/// <summary>A refusal such as <c>{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"}}}</c>.</summary>
internal sealed record VaultErrorItem
{
    public VaultError? Error { get; init; }
}

/// <summary>An error, or the more specific one inside it.</summary>
internal sealed record VaultError
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    [JsonPropertyName("innererror")]
    public VaultError? InnerError { get; init; }
}

/// <summary>Reads them without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VaultItem))]
[JsonSerializable(typeof(VaultPage))]
[JsonSerializable(typeof(VaultObjectPage))]
[JsonSerializable(typeof(VaultErrorItem))]
internal sealed partial class VaultJson : JsonSerializerContext;
