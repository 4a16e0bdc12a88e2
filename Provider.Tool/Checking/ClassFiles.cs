using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>The files that a class mounts, and what can be in each of them.</summary>
internal static class ClassFiles
{
    // Of the numbered files of a history; a Secret that names a higher one is as rare as it is odd.
    private const int MostVersions = 1000;

    public static Dictionary<string, ExpectedFile> Of(IReadOnlyList<ObjectEntry> entries, bool separateFiles)
    {
        var files = new Dictionary<string, ExpectedFile>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.Metadata is not null))
        {
            files.TryAdd(entry.Metadata!.Path.Text, new ExpectedFile(FileContent.Any, IsOptional: false));
        }

        foreach (var entry in entries)
        {
            foreach (var (path, content) in Files(entry, separateFiles))
            {
                files.TryAdd(path, new ExpectedFile(content, entry is { IsOptional: true, Default: null }));
            }
        }

        return files;
    }

    // Which secrets a certificate backs is known to the vault only, so that the split files of any secret may be meant.
    private static IEnumerable<(string Path, FileContent Content)> Files(ObjectEntry entry, bool separateFiles)
    {
        var paths = entry.HasHistory
            ? entry.Paths.SelectMany(
                path => Enumerable.Range(0, Math.Min(entry.History, MostVersions)).Select(i => $"{path}/{i}"))
            : entry.Paths.Select(path => path.Text);
        var content = Content(entry);
        return separateFiles && entry.Type == ObjectType.Secret && entry is { Fields: null, Part: null }
            ? paths.SelectMany(
                path =>
                    new[] { (path + ".crt", FileContent.Certificate), (path + ".key", FileContent.PrivateKey),
                        (path, content) })
            : paths.Select(path => (path, content));
    }

    private static FileContent Content(ObjectEntry entry) => entry.Type switch
    {
        ObjectType.Key => FileContent.PublicKey,
        ObjectType.Certificate => FileContent.Certificate,
        _ => entry switch
        {
            { Part: CertificatePart.Key } => FileContent.PrivateKey,
            { Part: not null and not CertificatePart.All } => FileContent.Certificate,
            { Format: ObjectFormat.Pfx, Part: null } => FileContent.Pfx,
            _ => FileContent.Any,
        },
    };
}

/// <summary>A file of a class. <c>IsOptional</c>: it is left out while the vault has no such object.</summary>
internal sealed record ExpectedFile(FileContent Content, bool IsOptional);

/// <summary>What a file holds, as far as the class says.</summary>
internal enum FileContent
{
    /// <summary>The value of a secret, which may be anything.</summary>
    Any,

    /// <summary>Certificates without a key.</summary>
    Certificate,

    /// <summary>A private key without certificates.</summary>
    PrivateKey,

    /// <summary>A public key.</summary>
    PublicKey,

    /// <summary>A PFX, as base64 text or bytes.</summary>
    Pfx,
}
