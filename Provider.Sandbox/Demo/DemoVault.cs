using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Provider.Model;
using Provider.Sandbox.Cloud.Vault;

namespace Provider.Sandbox.Demo;

/// <summary>Fills a stand-in vault with everything that a SecretProviderClass names, so that any class can be tried.</summary>
internal static class DemoVault
{
    /// <summary>Adds an object for each entry.</summary>
    /// <param name="vault">The vault.</param>
    /// <param name="entries">The class's entries.</param>
    public static void Fill(StoredVault vault, ImmutableArray<ObjectEntry> entries)
    {
        foreach (var entry in entries)
        {
            for (var version = 0; version < Math.Min(entry.History, 3); version++)
            {
                Add(vault, entry);
            }
        }
    }

    private static void Add(StoredVault vault, ObjectEntry entry)
    {
        switch (entry.Type)
        {
            case ObjectType.Key:
                vault.SetKey(entry.Name, PublicKey());
                break;
            case ObjectType.Certificate:
                using (var leaf = Certificate(entry.Name))
                {
                    vault.SetCertificate(entry.Name, leaf);
                }

                break;
            case ObjectType.Secret when entry.Format != ObjectFormat.Default || entry.Name.Contains("certificate", StringComparison.OrdinalIgnoreCase):
                using (var leaf = Certificate(entry.Name))
                {
                    vault.SetCertificateSecret(entry.Name, Convert.ToBase64String(leaf.Export(X509ContentType.Pfx)), "application/x-pkcs12");
                }

                break;
            default:
                vault.SetSecret(entry.Name, Value(entry));
                break;
        }
    }

    private static string Value(ObjectEntry entry)
    {
        var bytes = RandomNumberGenerator.GetBytes(24);
        return entry.Encoding switch
        {
            ObjectEncoding.Hex => Convert.ToHexStringLower(bytes),
            _ => Convert.ToBase64String(bytes),
        };
    }

    private static JsonObject PublicKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url(point.X!),
            ["y"] = Base64Url(point.Y!),
            ["key_ops"] = new JsonArray("sign", "verify"),
        };
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }
}
