using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provider.Http;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads Key Vault's successful responses. A response with another object is an error.</summary>
/// <remarks>
/// What is not as asked for is a <see cref="FormatException"/>, what is not JSON of Key Vault's form a
/// <see cref="JsonException"/>, and a text that is not UTF-8 an <see cref="InvalidOperationException"/>.
/// </remarks>
internal static partial class VaultResponses
{
    public static string Collection(ObjectType type) => type switch
    {
        ObjectType.Secret => "secrets",
        ObjectType.Key => "keys",
        ObjectType.Certificate => "certificates",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Reads an object. <c>version</c> is null for the latest.</summary>
    public static Outcome Object(
        ReadOnlyMemory<byte> body, ObjectType type, string name, string? version, DateTimeOffset now)
    {
        var item = JsonSerializer.Deserialize(body.Span, VaultJson.Default.VaultItem) ?? throw Foreign();
        var id = Version(type == ObjectType.Key ? item.Key?.Kid : item.Id, type, name);
        if (version is not null && !id.Equals(version, StringComparison.OrdinalIgnoreCase))
        {
            throw Foreign();
        }

        VaultObject? read = type switch
        {
            ObjectType.Secret => new VaultSecret(
                id, new SecretText(item.Value ?? throw Foreign()), item.ContentType,
                BacksCertificate: item.Kid is not null),
            ObjectType.Key => Key(id, item.Key!),
            _ => item.Cer is { Length: > 0 } leaf ? new VaultCertificate(id, leaf) : null,
        };
        return read is not null
            ? new VaultObjectRead(Described(read, item, now))
            : item is { Kid: null, Sid: null, Attributes.Enabled: false }
                ? new Outcome.Fail(ErrorCodes.CertificatePending, "the certificate has not been issued yet")
                : throw Foreign();
    }

    private static VaultObject Described(VaultObject read, VaultItem item, DateTimeOffset now) => read with
    {
        ExpiresOn = Time(item.Attributes?.Exp),
        UpdatedOn = Time(item.Attributes?.Updated),
        CreatedOn = Time(item.Attributes?.Created),
        Tags = item.Tags is { ValueKind: JsonValueKind.Object } tags
            ? SecretValueConverter.WithoutHalves(tags.GetRawText())
            : null,
        Note = Note(item.Attributes, now),
    };

    public static VaultPageRead Versions(ReadOnlyMemory<byte> body, ObjectType type, string name)
    {
        var (items, next) = Page(body);
        return new([.. items.Select(item => ListedVersion(item, type, name))], next);
    }

    /// <summary>Objects that are disabled or belong to a certificate are left out.</summary>
    public static VaultPageRead Objects(ReadOnlyMemory<byte> body, ObjectType type)
    {
        var (items, next) = Page(body);
        var listed = items.Where(item => item.Attributes?.Enabled != false && item.Managed != true);
        return new([], next) { Objects = [.. listed.Select(item => ListedObject.Of(Name(item, type), Tags(item)))] };
    }

    private static (IEnumerable<VaultItem> Items, Uri? Next) Page(ReadOnlyMemory<byte> body)
    {
        var page = JsonSerializer.Deserialize(body.Span, VaultJson.Default.VaultPage) ?? throw Foreign();
        return (
            (page.Value ?? []).Select(item => item ?? throw Foreign()),
            string.IsNullOrEmpty(page.NextLink) ? null : new Uri(page.NextLink));
    }

    // What is wrong with one tag spoils neither the others nor the list.
    private static IEnumerable<KeyValuePair<string, string?>> Tags(VaultItem item)
    {
        if (item.Tags is not { ValueKind: JsonValueKind.Object } tags)
        {
            return [];
        }

        using var readable = JsonDocument.Parse(SecretValueConverter.WithoutHalves(tags.GetRawText()));
        return [.. readable.RootElement.EnumerateObject()
            .Where(tag => tag.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            .Select(tag => KeyValuePair.Create(tag.Name, tag.Value.GetString()))];
    }

    // The name becomes part of a path and of an address.
    private static string Name(VaultItem item, ObjectType type) =>
        Id(item, type)?.Split('/') is [.., var collection, var name]
        && collection == Collection(type) && ObjectName().IsMatch(name)
            ? name
            : throw Foreign();

    [GeneratedRegex(@"\A[0-9A-Za-z-]{1,127}\z")]
    private static partial Regex ObjectName();

    // The service serves such versions with 200.
    private static string? Note(VaultAttributes? attributes, DateTimeOffset now) =>
        attributes?.Enabled == false ? "the version is disabled in the vault"
        : Time(attributes?.Exp) is { } expiry && expiry <= now
            ? $"the version expired at {expiry.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"
        : Time(attributes?.Nbf) is { } begin && begin > now
            ? $"the version is not valid before {begin.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"
        : null;

    private static ObjectVersion ListedVersion(VaultItem item, ObjectType type, string name) => new(
        Version(Id(item, type), type, name),
        item.Attributes?.Enabled != false,
        Time(item.Attributes?.Created));

    private static string? Id(VaultItem listed, ObjectType type) => type == ObjectType.Key ? listed.Kid : listed.Id;

    private static VaultKey Key(string version, VaultKeyItem key) => new(version, key.Kty ?? throw Foreign(), key.Crv)
    {
        Modulus = Base64Url.DecodeFromChars(key.N),
        Exponent = Base64Url.DecodeFromChars(key.E),
        X = Base64Url.DecodeFromChars(key.X),
        Y = Base64Url.DecodeFromChars(key.Y),
    };

    // An id is https://{vault}/{collection}/{name}/{version}; names in a vault have no case.
    private static string Version(string? id, ObjectType type, string name) =>
        id?.Split('/') is [.., var collection, var named, { Length: > 0 } version]
        && collection == Collection(type) && named.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? version
            : throw Foreign();

    // None when it is missing, not a whole number, or a year that a time has no room for.
    private static DateTimeOffset? Time(double? seconds) =>
        seconds is >= 0 and < 253_000_000_000 && seconds == Math.Floor(seconds.Value)
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds.Value)
            : null;

    private static FormatException Foreign() => new("The response is not Key Vault's.");
}

/// <summary>An object that a vault has returned.</summary>
internal sealed record VaultObjectRead(VaultObject Object) : Outcome.Success;

/// <summary>A page of an object's versions, and where the next page is; null on the last.</summary>
internal sealed record VaultPageRead(ImmutableArray<ObjectVersion> Versions, Uri? Next) : Outcome.Success
{
    public ImmutableArray<ListedObject> Objects { get; init; } = [];
}
