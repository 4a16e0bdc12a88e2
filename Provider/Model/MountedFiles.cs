using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>
/// Which files of optional objects a volume has: a vault that no longer has an object must not remove its file.
/// </summary>
/// <remarks>Hashes of ids, since it is cached for every volume; two ids with one hash only fail a rotation.</remarks>
internal sealed record MountedFiles(ImmutableArray<int> Hashes)
{
    public static MountedFiles None { get; } = new([]);

    public static MountedFiles Of(IEnumerable<string> ids) =>
        new([.. ids.Select(id => id.GetHashCode(StringComparison.Ordinal))]);

    public MountedFiles With(MountedFiles others) => new([.. Hashes.Union(others.Hashes)]);

    /// <summary>Whether the volume has a file of an entry.</summary>
    public bool Contains(ObjectEntry entry) =>
        entry.FileIds.Any(id => Hashes.Contains(id.GetHashCode(StringComparison.Ordinal)));
}
