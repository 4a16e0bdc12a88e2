using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>A vault of the stand-in: its objects, their versions, and who may not read them.</summary>
/// <param name="name">Its name.</param>
/// <param name="time">The clock: no two versions are made at the same time.</param>
internal sealed class StoredVault(string name, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ImmutableList<StoredVersion>> objects = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();
    private DateTimeOffset last;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The tenant it belongs to.</summary>
    public string Tenant { get; set; } = "00000000-0000-0000-0000-0000000000aa";

    /// <summary>Principals that may not read it, with the reason the service would give.</summary>
    public ConcurrentDictionary<string, string> Refused { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a secret or a new version of it.</summary>
    /// <param name="secret">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="contentType">Its content type.</param>
    /// <returns>The version's id.</returns>
    public string SetSecret(string secret, string value, string? contentType = null) =>
        Add("secrets", secret, version => version with { Value = value, ContentType = contentType });

    /// <summary>Adds the secret behind a certificate.</summary>
    /// <param name="secret">Its name.</param>
    /// <param name="value">The PEM text, or the base64 text of the PFX.</param>
    /// <param name="contentType"><c>application/x-pem-file</c> or <c>application/x-pkcs12</c>.</param>
    /// <returns>The version's id.</returns>
    public string SetCertificateSecret(string secret, string value, string? contentType) =>
        Add("secrets", secret, version => version with { Value = value, ContentType = contentType, KeyId = $"keys/{secret}/{version.Id}" });

    /// <summary>Adds a key.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="jwk">Its public part, without <c>kid</c>.</param>
    /// <returns>The version's id.</returns>
    public string SetKey(string key, JsonObject jwk) => Add("keys", key, version => version with { Key = jwk });

    /// <summary>Adds a certificate.</summary>
    /// <param name="certificate">Its name.</param>
    /// <param name="leaf">The leaf.</param>
    /// <returns>The version's id.</returns>
    public string SetCertificate(string certificate, X509Certificate2 leaf) =>
        Add("certificates", certificate, version => version with { Certificate = leaf.RawData });

    /// <summary>Changes a version, such as to disable it.</summary>
    /// <param name="collection"><c>secrets</c>, <c>keys</c> or <c>certificates</c>.</param>
    /// <param name="named">The object's name.</param>
    /// <param name="version">The version's id.</param>
    /// <param name="change">Makes the changed version.</param>
    public void Change(string collection, string named, string version, Func<StoredVersion, StoredVersion> change) =>
        objects[$"{collection}/{named}"] =
            [.. objects[$"{collection}/{named}"].Select(one => one.Id == version ? change(one) : one)];

    /// <summary>All versions of an object, oldest first; none when there is no such object.</summary>
    /// <param name="collection"><c>secrets</c>, <c>keys</c> or <c>certificates</c>.</param>
    /// <param name="named">The object's name.</param>
    public ImmutableList<StoredVersion>? Find(string collection, string named) => objects.GetValueOrDefault($"{collection}/{named}");

    private string Add(string collection, string named, Func<StoredVersion, StoredVersion> fill)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            last = now > last ? now : last.AddSeconds(1);
            var version = fill(new StoredVersion(RandomNumberGenerator.GetHexString(32, lowercase: true), last));
            objects.AddOrUpdate($"{collection}/{named}", [version], (_, versions) => versions.Add(version));
            return version.Id;
        }
    }
}
