using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provider.Sandbox.Certificates;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;

namespace Provider.Sandbox.Workload;

/// <summary>The expected file of every version of every object of a vault, and when the version was replaced.</summary>
internal sealed class ExpectedContent(StoredVault vault, TimeProvider time)
{
    private static readonly string[] ContentTypes = [SecretContent.Pem, SecretContent.Pkcs12];

    // A change is made in the vault and recorded here in one step, as seen by the check of a volume.
    private readonly Lock gate = new();
    private readonly Dictionary<string, Version> versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> latest = new(StringComparer.Ordinal);

    public void SetSecret(string name)
    {
        var length = RandomNumberGenerator.GetInt32(8, 4000);
        var value = $"canary-{name}-{RandomNumberGenerator.GetHexString(length, lowercase: true)}";
        lock (gate)
        {
            Note($"secret/{name}", vault.SetSecret(name, value), value);
        }
    }

    public void SetCertificate(string name)
    {
        using var key = CertificateFactory.NewKey();
        var now = time.GetUtcNow();
        using var leaf = CertificateFactory.SelfSigned(new(name, key), now, now.AddDays(30));
        var pkcs8 = key.ExportPkcs8PrivateKeyPem();
        var pem = leaf.ExportCertificatePem();
        var contentType = RandomNumberGenerator.GetItems<string>(ContentTypes, 1)[0];
        lock (gate)
        {
            var id = vault.SetCertificate(name, new X509Certificate2Collection(leaf), contentType);
            Note($"cert/{name}", id, pem + "\n");
            Note($"secret/{name}", id, $"{pkcs8}\n{pem}\n");
            Note($"key/{name}", id, key.ExportSubjectPublicKeyInfoPem() + "\n");
        }
    }

    /// <summary>The error of a volume; null if each file has the content of a version that was recent enough.</summary>
    public string? Fault(MountedVolume volume, IReadOnlyCollection<string> objects, long notBefore)
    {
        lock (gate)
        {
            return volume.Files.Count != objects.Count
                ? $"{volume.Files.Count} files for {objects.Count} objects"
                : objects.Select(named => Fault(volume, named, notBefore)).FirstOrDefault(fault => fault is not null);
        }
    }

    private string? Fault(MountedVolume volume, string named, long notBefore)
    {
        if (!volume.Files.TryGetValue(named, out var file) || !volume.Versions.TryGetValue(named, out var id))
        {
            return $"{named} is missing";
        }

        return !versions.TryGetValue($"{named}/{id}", out var version)
            ? $"{named} has a version that was never in the vault"
            : !file.Contents.Span.SequenceEqual(version.Content) ? $"{named} has other bytes than its version"
            : version.ReplacedAt < notBefore
                ? $"{named} is too old by {time.GetElapsedTime(version.ReplacedAt, notBefore)}"
            : null;
    }

    // The time is taken after the vault has the new version: later mounts must not get the old one.
    private void Note(string named, string id, string content)
    {
        versions[$"{named}/{id}"] = new Version(Encoding.UTF8.GetBytes(content), long.MaxValue);
        if (latest.TryGetValue(named, out var old))
        {
            versions[$"{named}/{old}"] = versions[$"{named}/{old}"] with { ReplacedAt = time.GetTimestamp() };
        }

        latest[named] = id;
    }

    private sealed record Version(byte[] Content, long ReplacedAt);
}
