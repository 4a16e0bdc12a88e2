using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provider.Model;
using Provider.Sandbox.Certificates;
using Provider.Sandbox.Cloud.Vault;

namespace Provider.Sandbox.Demo;

/// <summary>
/// Fills a simulated vault with the objects of a SecretProviderClass, so that any class can be mounted.
/// </summary>
internal static class DemoVault
{
    private const int MostVersions = 3;

    /// <summary>Adds the objects of the entries, each object once.</summary>
    public static void Fill(StoredVault vault, ImmutableArray<ObjectEntry> entries)
    {
        var fields = entries.Where(entry => entry.Fields is not null)
            .ToLookup(entry => entry.Name, entry => entry.Fields!, StringComparer.OrdinalIgnoreCase);
        // Optional objects are absent, to show what happens then.
        foreach (var entry in entries.Where(entry => !entry.IsOptional).SelectMany(Examples))
        {
            if (entry.PasswordObject is { } password)
            {
                AddPassword(vault, password);
            }

            if (entry.Type != ObjectType.Secret || vault.Find(Collections.Secrets, entry.Name) is null)
            {
                for (var version = 0; version < Math.Min(entry.History, MostVersions); version++)
                {
                    Add(vault, entry, fields[entry.Name]);
                    if (entry.Search is { } search)
                    {
                        vault.Tag(Collection(entry.Type), entry.Name,
                            [.. search.Tags.Select(tag => (tag.Key, tag.Value))]);
                    }
                }
            }
        }
    }

    // A search finds two objects, if its pattern is one of asterisks alone.
    private static IEnumerable<ObjectEntry> Examples(ObjectEntry entry) => entry.Search is null ? [entry]
        : [entry with { Name = entry.Name.Replace("*", "one", StringComparison.Ordinal) },
            entry with { Name = entry.Name.Replace("*", "two", StringComparison.Ordinal) }];

    private static void AddPassword(StoredVault vault, string name)
    {
        if (vault.Find(Collections.Secrets, name) is null)
        {
            vault.SetSecret(name, RandomNumberGenerator.GetHexString(16, lowercase: true));
        }
    }

    private static void Add(StoredVault vault, ObjectEntry entry, IEnumerable<FieldSelection> fields)
    {
        switch (entry.Type)
        {
            case ObjectType.Key:
                using (var key = RSA.Create(2048))
                {
                    vault.SetKey(entry.Name, key);
                }

                break;
            case ObjectType.Certificate:
            case ObjectType.Secret when IsCertificate(entry):
                vault.SetCertificate(entry.Name, [SelfSigned(entry.Name)], SecretContent.Pkcs12);
                break;
            case ObjectType.Secret when fields.Any():
                vault.SetSecret(
                    entry.Name,
                    SampleValue.Of(fields.SelectMany(selection => selection.Files).Select(file => file.Field)));
                break;
            default:
                vault.SetSecret(entry.Name, Value(entry));
                break;
        }
    }

    private static string Collection(ObjectType type) => type switch
    {
        ObjectType.Secret => Collections.Secrets,
        ObjectType.Key => Collections.Keys,
        _ => Collections.Certificates,
    };

    // A secret is a certificate's if the entry asks for PFX or PEM, or the name suggests it.
    private static bool IsCertificate(ObjectEntry entry) =>
        entry.Format != ObjectFormat.Default || entry.Part is not null
        || (entry.Encoding == ObjectEncoding.Utf8 && entry.Name.Contains("cert", StringComparison.OrdinalIgnoreCase));

    private static string Value(ObjectEntry entry) => entry.Encoding switch
    {
        ObjectEncoding.Hex => RandomNumberGenerator.GetHexString(64, lowercase: true),
        ObjectEncoding.Base64 => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        _ => $"generated-for-{entry.Name}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
    };

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return CertificateFactory.SelfSigned(new($"{name}.example", key), now.AddDays(-1), now.AddYears(1));
    }
}
