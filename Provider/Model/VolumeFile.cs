namespace Provider.Model;

/// <summary>One file of the volume.</summary>
internal sealed record VolumeFile(
    ObjectEntry Entry,
    VolumePath Path,
    FilePermission Permission,
    ReadOnlyMemory<byte> Contents,
    string ObjectId,
    string ObjectVersion);
