using System.Collections.Immutable;
using System.Globalization;
using Provider.Content.Fields;
using Provider.Model;

namespace Provider.Content;

/// <summary>Makes an entry's files from the vault's objects.</summary>
internal static class VolumeFiles
{
    /// <summary>The conversion that an object needs; null where it needs none.</summary>
    public static CertificateConversion? Conversion(
        ObjectEntry entry, VaultObject vaultObject, ContentOptions options) =>
        vaultObject is VaultSecret secret && entry.Fields is null
            ? SecretContent.Conversion(entry, secret, options)
            : null;

    /// <exception cref="MountException">
    /// The content is not what the entry says it is, or has no room in the volume.
    /// </exception>
    // objects: its versions, newest first; one without history, none for an absent optional object.
    // converted: the results of their conversions; null for those that need none.
    public static VolumeContent Make(
        ObjectEntry entry, ImmutableArray<VaultObject> objects, ImmutableArray<ConvertedContent?> converted,
        ParsedValues values, VolumeRoom room)
    {
        if (objects.IsEmpty)
        {
            return AbsentObject.Make(entry, room);
        }

        var files = ImmutableArray.CreateBuilder<VolumeFile>();
        var notes = ImmutableArray.CreateBuilder<ContentNote>();
        for (var index = 0; index < objects.Length; index++)
        {
            var suffix = entry.HasHistory ? "/" + index.ToString(CultureInfo.InvariantCulture) : "";
            if (entry.Fields is { } fields && objects[index] is VaultSecret secret)
            {
                files.AddRange(FieldFiles.Make(entry, fields, secret, suffix, values, room));
                notes.AddRange(Notes(entry, [objects[index].Note]));
                continue;
            }

            var content = converted[index]?.For(entry) ?? Content(entry, objects[index]);
            files.AddRange(Files(entry, suffix, content, objects[index]).Select(room.Take));
            notes.AddRange(Notes(entry, [.. content.Notes, objects[index].Note]));
        }

        return new VolumeContent(files.ToImmutable(), notes.ToImmutable());
    }

    /// <summary>A path with a suffix, which can make it longer than the driver accepts.</summary>
    /// <exception cref="MountException">It is too long.</exception>
    public static VolumePath Extended(ObjectEntry entry, VolumePath shorter, string addition)
    {
        var text = shorter.Text + addition;
        return VolumePath.TryParse(text, out var path, out var fault)
            ? path
            : throw new MountException(ErrorCodes.PathInvalid, $"the path {Quoted.Text(text)} of {entry} {fault}");
    }

    // A file with a part of the object has its own id: other entries may have other parts of it.
    private static (string Id, string Version) Identity(ObjectEntry entry, string suffix, VaultObject read) => (
        entry.FileId(entry.Path, suffix),
        entry.Part is null && !entry.HasOwnPfx
            ? read.Version
            : DerivedVersion.Of(
                entry.Part?.ToWireName() ?? "pfx", entry.KeyAlias ?? "", read.Version,
                (read as VaultSecret)?.Password?.Version ?? ""));

    private static IEnumerable<ContentNote> Notes(ObjectEntry entry, IEnumerable<string?> notes) =>
        notes.OfType<string>().Select(note => new ContentNote(entry, note));

    private static ObjectContent Content(ObjectEntry entry, VaultObject vaultObject) => vaultObject switch
    {
        VaultSecret secret => SecretContent.Verbatim(entry, secret),
        VaultKey key => new ObjectContent(PublicKeyFile.Make(entry, key)),
        VaultCertificate certificate => new ObjectContent(CertificateFile.Make(entry, certificate)),
        _ => throw new ArgumentOutOfRangeException(nameof(vaultObject)),
    };

    // All files of one version have one id: the driver stores versions by id, and theirs is the same.
    private static IEnumerable<VolumeFile> Files(
        ObjectEntry entry, string suffix, ObjectContent content, VaultObject read)
    {
        (string Extension, byte[]? Contents)[] parts =
            [(".crt", content.Certificate), (".key", content.PrivateKey), ("", content.Whole)];
        var (id, ownVersion) = Identity(entry, suffix, read);
        return parts.Where(part => part.Contents is not null).Select(part => new VolumeFile(
            entry, Extended(entry, entry.Path, suffix + part.Extension), entry.Permission, part.Contents,
            id, ownVersion));
    }
}
