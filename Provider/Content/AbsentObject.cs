using System.Text;
using Provider.Model;

namespace Provider.Content;

/// <summary>The files of an optional entry whose object the vault does not have.</summary>
internal static class AbsentObject
{
    private const string Version = "default-";

    /// <summary>The file with the entry's default; empty without a default.</summary>
    /// <exception cref="MountException">The default has no room in the volume.</exception>
    public static VolumeContent Make(ObjectEntry entry, VolumeRoom room) => entry.Default is { } text
        ? new VolumeContent(
            [room.Take(new VolumeFile(
                entry, entry.Path, entry.Permission, Encoding.UTF8.GetBytes(text), $"{entry.Id}#{entry.Path}",
                Version + DerivedVersion.Of(text)))],
            [new ContentNote(entry, "is not in the vault, so its file holds the default of the class")])
        : new VolumeContent([], [new ContentNote(entry, "is not in the vault, so its file is left out")]);

    /// <summary>Whether a version in the response is that of a default, not of an object in the vault.</summary>
    public static bool IsDefault(string version) => version.StartsWith(Version, StringComparison.Ordinal);
}
