using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Provider.KeyVault;

/// <summary>Key Vault's objects as JSON: the REST API's bundles, and the items of its lists.</summary>
// Tags: any JSON, since its form matters only to entries with tags.
internal sealed record VaultItem(
    string? Id, string? Kid, string? Sid, [property: JsonConverter(typeof(SecretValueConverter))] string? Value,
    string? ContentType, byte[]? Cer, VaultKeyItem? Key, VaultAttributes? Attributes, JsonElement? Tags,
    bool? Managed);

/// <summary>A JSON Web Key (RFC 7517), its public part.</summary>
internal sealed record VaultKeyItem(
    string? Kid, string? Kty, string? Crv, string? N, string? E, string? X, string? Y);

/// <summary>
/// Attributes of an object. Times are seconds since 1970, in any form of a number, so that an unusual one is not an
/// error.
/// </summary>
internal sealed record VaultAttributes(bool? Enabled, double? Created, double? Updated, double? Exp, double? Nbf);

/// <summary>A page of a list of versions or objects.</summary>
internal sealed record VaultPage([property: JsonRequired] VaultItem?[]? Value, string? NextLink);

/// <summary>A refusal such as <c>{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"}}}</c>.</summary>
internal sealed partial record VaultErrorItem(VaultError? Error)
{
    /// <summary>
    /// The inner code, else a refused token's AKV number, else the outer code; null when the body is not Key Vault's.
    /// </summary>
    public static string? CodeOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body.Span, VaultJson.Default.VaultErrorItem)?.Error;
            var code = error?.InnerError?.Code
                ?? (Number().Match(error?.Message ?? "") is { Success: true } number ? number.Value : error?.Code);
            return code is not null && CodePattern().IsMatch(code) ? code : null;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Anything longer, or with other characters, is not the service's.
    [GeneratedRegex(@"\A[A-Za-z0-9]{1,64}\z")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\AAKV[0-9]{5}(?=:)")]
    private static partial Regex Number();
}

/// <summary>An error, or the more specific one inside it.</summary>
internal sealed record VaultError(
    string? Code, string? Message, [property: JsonPropertyName("innererror")] VaultError? InnerError);

/// <summary>Reads them without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VaultItem))]
[JsonSerializable(typeof(VaultPage))]
[JsonSerializable(typeof(VaultErrorItem))]
internal sealed partial class VaultJson : JsonSerializerContext;
