using Provider.Model;

namespace Provider.Content;

/// <summary>The remaining size of a volume while its files are made, which can be larger than the objects.</summary>
// limit: the most bytes of a volume.
internal sealed class VolumeRoom(int limit)
{
    private int used;

    /// <summary>Bytes that further files may have.</summary>
    public int Left => limit - used;

    /// <exception cref="MountException">They are more than is left.</exception>
    public VolumeFile Take(VolumeFile file)
    {
        if (file.Contents.Length > Left)
        {
            throw Exceeded(file.Entry);
        }

        used += file.Contents.Length;
        return file;
    }

    // entry: the entry whose file has no room.
    public MountException Exceeded(ObjectEntry entry) => new(
        ErrorCodes.ResponseTooLarge,
        $"the files up to those of {entry} make a volume of more than {limit} bytes, which the driver takes at most");
}
