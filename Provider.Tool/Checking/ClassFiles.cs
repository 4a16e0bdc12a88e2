using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>The files of a class, and their possible content.</summary>
internal static class ClassFiles
{
    // The numbered files of a history; a Secret hardly ever names a higher one.
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

    // Only the vault knows which secrets a certificate backs, so any secret may have split files.
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

/// <summary>A file of a class. <c>IsOptional</c>: it is omitted if the vault does not have the object.</summary>
internal sealed record ExpectedFile(FileContent Content, bool IsOptional);

/// <summary>The content of a file, as far as the class determines it.</summary>
internal enum FileContent
{
    /// <summary>The value of a secret, of any form.</summary>
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
