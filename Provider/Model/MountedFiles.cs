using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>The optional objects' files of a volume: an object's absence must not remove its file.</summary>
// Hashes of ids, since it is cached for every volume; a collision only fails a rotation.
internal sealed record MountedFiles(ImmutableArray<int> Hashes)
{
    public static MountedFiles None { get; } = new([]);

    public static MountedFiles Of(IEnumerable<string> ids) =>
        new([.. ids.Select(id => id.GetHashCode(StringComparison.Ordinal))]);

    public MountedFiles With(MountedFiles others) => new([.. Hashes.Union(others.Hashes)]);

    public bool Contains(ObjectEntry entry) =>
        entry.FileIds.Any(id => Hashes.Contains(id.GetHashCode(StringComparison.Ordinal)));
}
