using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>
/// The objects of one type that a vault lists, without those that are disabled or belong to a certificate.
/// </summary>
internal sealed record VaultListing(ImmutableArray<ListedObject> Objects) : VaultObject("");

/// <summary>An object that a vault lists.</summary>
// Tags: hashes, since up to 15 tags of 512 characters each would make a list of many objects large.
internal sealed record ListedObject(string Name, ImmutableArray<long> Tags)
{
    public static ListedObject Of(string name, IEnumerable<KeyValuePair<string, string?>> tags) =>
        new(name, [.. tags.Select(tag => Hash(tag.Key, tag.Value ?? ""))]);

    /// <summary>Whether it has a tag with a value.</summary>
    public bool HasTag(string key, string value) => Tags.Contains(Hash(key, value));

    private static long Hash(string key, string value) =>
        ((long)key.GetHashCode(StringComparison.Ordinal) << 32) | (uint)value.GetHashCode(StringComparison.Ordinal);
}
