using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>
/// A simulated vault: its objects, their versions, and the principals that may not read them. Setting an object again
/// adds a version.
/// </summary>
internal sealed class StoredVault(string name, AzureCloud cloud, TimeProvider time)
{
    // Calls read while a test writes: a reader sees a complete version or none, and no two versions share a creation
    // time.
    private readonly Lock gate = new();
    private readonly Dictionary<string, ImmutableList<StoredVersion>> objects = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset last;

    public string Name => name;

    public AzureCloud Cloud => cloud;

    public Uri Address { get; } = new($"https://{name}.{cloud.VaultSuffix}/");

    /// <summary>Its tenant, as in its challenge.</summary>
    public string Tenant { get; set; } = "00000000-0000-0000-0000-0000000000aa";

    /// <summary>Principals that may not read it, with the inner error code (see <see cref="Refusal"/>).</summary>
    public ConcurrentDictionary<string, string> Refused { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The inner error code for all principals, as behind a firewall; null to allow them.</summary>
    public string? RefusedToAll { get; set; }

    public string SetSecret(string secret, string value, string? contentType = null) =>
        Add(Collections.Secrets, secret, version => version with { Value = value, ContentType = contentType });

    /// <summary>Adds a certificate's secret with any text, which certificates of the service cannot have.</summary>
    public string SetCertificateSecret(string secret, string value, string? contentType) =>
        Add(Collections.Secrets, secret,
            version => version with { Value = value, ContentType = contentType, IsManaged = true });

    /// <summary>Adds a key from its public JSON Web Key, without <c>kid</c>.</summary>
    public string SetKey(string key, JsonObject jwk) =>
        Add(Collections.Keys, key, version => version with { Key = jwk });

    public string SetKey(string key, AsymmetricAlgorithm algorithm) => SetKey(key, JsonWebKey.PublicHalf(algorithm));

    /// <summary>Adds a certificate alone, without its secret and key.</summary>
    public string SetCertificate(string certificate, X509Certificate2 leaf) =>
        Add(Collections.Certificates, certificate,
            version => version with { Certificate = leaf.RawData, ContentType = SecretContent.Pkcs12 });

    /// <summary>
    /// Adds a certificate as the service does: with a secret and a key of the same version. Leaf first, with its
    /// private key.
    /// </summary>
    public string SetCertificate(string certificate, X509Certificate2Collection chain, string contentType)
    {
        var value = SecretContent.Of(chain, contentType);
        var key = JsonWebKey.PublicHalf(chain[0]);
        lock (gate)
        {
            var version = Next(certificate) with { ContentType = contentType };
            Append(Collections.Certificates, version with { Certificate = chain[0].RawData });
            Append(Collections.Secrets, version with { Value = value, IsManaged = true });
            Append(Collections.Keys, version with { Key = key, IsManaged = true });
            return version.Id;
        }
    }

    /// <summary>
    /// Adds a certificate whose operation is not complete: disabled, without a certificate, a secret and a key.
    /// </summary>
    public string SetPendingCertificate(string certificate) =>
        Add(Collections.Certificates, certificate,
            version => version with { Enabled = false, ContentType = SecretContent.Pkcs12 });

    /// <summary>Replaces a version, for example to change its creation time.</summary>
    public void Change(string collection, string named, string version, Func<StoredVersion, StoredVersion> change)
    {
        lock (gate)
        {
            var versions = objects[$"{collection}/{named}"];
            objects[$"{collection}/{named}"] = [.. versions.Select(one => one.Id == version ? change(one) : one)];
        }
    }

    /// <summary>Disables a version: it is listed; a secret may not be read.</summary>
    public void Disable(string collection, string named, string version) =>
        Change(collection, named, version, one => one with { Enabled = false });

    public void Delete(string collection, string named)
    {
        lock (gate)
        {
            objects.Remove($"{collection}/{named}");
        }
    }

    /// <summary>All versions of an object, oldest first; empty when the object does not exist.</summary>
    public ImmutableList<StoredVersion>? Find(string collection, string named)
    {
        lock (gate)
        {
            return objects.GetValueOrDefault($"{collection}/{named}");
        }
    }

    public ImmutableList<StoredVersion> Latest(string collection)
    {
        lock (gate)
        {
            return [.. objects.Where(pair => pair.Key.StartsWith(collection + "/", StringComparison.OrdinalIgnoreCase))
                .Select(pair => pair.Value[^1]).OrderBy(version => version.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    public void Tag(string collection, string named, params (string Key, string Value)[] tags) =>
        Change(collection, named, Find(collection, named)![^1].Id, version => version with
        {
            Tags = tags.ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value),
        });

    private string Add(string collection, string named, Func<StoredVersion, StoredVersion> fill)
    {
        lock (gate)
        {
            var version = fill(Next(named));
            Append(collection, version);
            return version.Id;
        }
    }

    private StoredVersion Next(string named)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        last = now > last ? now : last.AddSeconds(1);
        return new(named, RandomNumberGenerator.GetHexString(32, lowercase: true), last);
    }

    private void Append(string collection, StoredVersion version)
    {
        var key = $"{collection}/{version.Name}";
        objects[key] = objects.GetValueOrDefault(key, []).Add(version);
    }
}
