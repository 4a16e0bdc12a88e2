using System.Collections.Immutable;
using System.Text;
using Provider.Model;

namespace Provider.Mounting;

/// <summary>The size of the driver's message for a volume, known before the message is made.</summary>
// Protocol Buffers, "Encoding": a field is its tag, a length where it has one, and its bytes; zero and empty are left
// out.
internal static class ResponseSize
{
    /// <summary>Bytes of the whole message.</summary>
    public static long Of(ImmutableArray<VolumeFile> files) =>
        files.Sum(file => Message(Text(file.Path.Text) + Number(file.Permission.Bits) + Bytes(file.Contents.Length)))
        + VersionsOf(files).Sum(version => Message(Text(version.Id) + Text(version.Version)));

    /// <summary>The version of each object by its id: the driver stores one for each id, the last one.</summary>
    public static IEnumerable<(string Id, string Version)> VersionsOf(ImmutableArray<VolumeFile> files) =>
        files.GroupBy(file => file.ObjectId, StringComparer.Ordinal).Select(one => (one.Key, one.Last().ObjectVersion));

    private static long Text(string text) => Bytes(Encoding.UTF8.GetByteCount(text));

    private static long Bytes(long length) => length == 0 ? 0 : Message(length);

    // Every tag of these messages has one byte.
    private static long Message(long length) => 1 + Varint(length) + length;

    private static long Number(long value) => value == 0 ? 0 : 1 + Varint(value);

    // Seven bits a byte.
    private static int Varint(long value) =>
        Math.Max(1, (64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value) + 6) / 7);
}
