using System.Collections.Immutable;
using System.Globalization;
using Provider.Model;

namespace Provider.Content;

/// <summary>Makes an entry's files of what the vault holds for it.</summary>
internal static class VolumeFiles
{
    /// <summary>The files of one entry, in the order the driver is to see them.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="objects">Its versions, newest first; one without history.</param>
    /// <exception cref="MountException">The content is not what the entry says it is.</exception>
    public static ImmutableArray<VolumeFile> Make(ObjectEntry entry, ImmutableArray<VaultObject> objects)
    {
        var files = ImmutableArray.CreateBuilder<VolumeFile>(objects.Length);
        for (var index = 0; index < objects.Length; index++)
        {
            var suffix = entry.HasHistory ? "/" + index.ToString(CultureInfo.InvariantCulture) : "";
            files.Add(new VolumeFile(
                entry,
                entry.Path + suffix,
                entry.Permission,
                Contents(entry, objects[index]),
                entry.Id + suffix,
                objects[index].Version));
        }

        return files.MoveToImmutable();
    }

    private static byte[] Contents(ObjectEntry entry, VaultObject vaultObject) => vaultObject switch
    {
        VaultSecret { BacksCertificate: false } secret => ValueDecoder.Decode(secret.Value.Reveal(), entry),
        _ => throw new MountException(ErrorCodes.NotSupported, $"{entry} is backed by a certificate, which is not supported yet"),
    };
}
