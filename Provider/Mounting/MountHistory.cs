using Provider.Model;
using Provider.Protocol;
using Provider.Sharing;

namespace Provider.Mounting;

/// <summary>The volumes that have been mounted, to distinguish a first mount from the remounts of rotation.</summary>
// A target path and a pod's uid are not enough: the sync controller sends its own pod and one path with every class,
// and no class's name. So the attributes count too.
internal sealed class MountHistory(TimeProvider time)
{
    // Many times the pods of a node. A volume that has been dropped only costs a read of the vault.
    private const int Capacity = 4_000;

    // Rotation remounts every one to two minutes; a volume that was not remounted for an hour has been unmounted.
    private readonly BoundedCache<Volume, Mounted> volumes = new(Capacity, TimeSpan.FromHours(1), time);

    /// <summary>Whether the volume was mounted before, perhaps with other attributes.</summary>
    public bool HasVolume(MountOrigin origin, string targetPath) => Find(origin, targetPath) is not null;

    /// <summary>Whether the very same mount was made before, so that cached reads may serve it.</summary>
    public bool HasMount(MountOrigin origin, string targetPath) =>
        Find(origin, targetPath)?.AttributesHash == origin.AttributesHash;

    /// <summary>Which files of optional objects the volume has, as far as this process has mounted it.</summary>
    public MountedFiles Optional(MountOrigin origin, string targetPath) =>
        Find(origin, targetPath)?.Optional ?? MountedFiles.None;

    /// <summary>Returns whether the content is new: a first mount, or other versions than before.</summary>
    // optional: the files of optional objects in it.
    public bool Add(MountOrigin origin, string targetPath, IEnumerable<ObjectVersion> versions, MountedFiles optional)
    {
        // This hash only determines the level at which a remark is logged.
        var hash = default(HashCode);
        foreach (var version in versions)
        {
            hash.Add(version.Id, StringComparer.Ordinal);
            hash.Add(version.Version, StringComparer.Ordinal);
        }

        var content = hash.ToHashCode();
        var isChanged = Find(origin, targetPath)?.Content != content;
        if (origin.Pod.Uid.Length > 0)
        {
            volumes.Set(
                Key(origin, targetPath), new Mounted(origin.AttributesHash, content, optional), origin.Pod.Namespace);
        }

        return isChanged;
    }

    private Mounted? Find(MountOrigin origin, string targetPath) =>
        volumes.TryGet(Key(origin, targetPath), out var mounted) ? mounted : null;

    private static Volume Key(MountOrigin origin, string targetPath)
    {
        var isNamed = origin.SecretProviderClass.Length > 0;
        return new Volume(
            origin.Pod.Namespace, origin.Pod.Uid, targetPath, origin.SecretProviderClass, isNamed
                ? ""
                : origin.AttributesHash);
    }

    private sealed record Volume(
        string Namespace, string PodUid, string TargetPath, string SecretProviderClass, string AttributesHash);

    private sealed record Mounted(string AttributesHash, int Content, MountedFiles Optional);
}
