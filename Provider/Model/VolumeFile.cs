namespace Provider.Model;

/// <summary>What the pod gets: one file of the volume.</summary>
/// <param name="Entry">The entry it came from.</param>
/// <param name="Path">Its path.</param>
/// <param name="Permission">Its mode.</param>
/// <param name="Contents">Its bytes.</param>
/// <param name="ObjectId">The object's id, such as <c>secret/name</c>, with <c>/index</c> behind it in history mode.</param>
/// <param name="ObjectVersion">The object's version; changes whenever the content does.</param>
internal sealed record VolumeFile(
    ObjectEntry Entry,
    VolumePath Path,
    FilePermission Permission,
    ReadOnlyMemory<byte> Contents,
    string ObjectId,
    string ObjectVersion);
