using Provider.Model;

namespace Provider.Content;

/// <summary>
/// What is left of the largest volume while its files are made: a small class can ask for files of many times the size
/// of what was read.
/// </summary>
// limit: the most bytes of a volume.
internal sealed class VolumeRoom(int limit)
{
    private int used;

    /// <summary>Bytes that further files may have.</summary>
    public int Left => limit - used;

    /// <summary>Takes the bytes of a file.</summary>
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

    /// <summary>The failure of a mount whose files are too large.</summary>
    // entry: the one whose file has no room.
    public MountException Exceeded(ObjectEntry entry) => new(
        ErrorCodes.ResponseTooLarge,
        $"the files up to those of {entry} make a volume of more than {limit} bytes, which the driver takes at most");
}
