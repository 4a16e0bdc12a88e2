using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>The objects of one type in a vault, without disabled ones and those of certificates.</summary>
internal sealed record VaultListing(ImmutableArray<ListedObject> Objects) : VaultObject("");

/// <summary>An object that a vault lists.</summary>
// Tags: hashes, since 15 tags of up to 512 characters each would make a long list large.
internal sealed record ListedObject(string Name, ImmutableArray<long> Tags)
{
    public static ListedObject Of(string name, IEnumerable<KeyValuePair<string, string?>> tags) =>
        new(name, [.. tags.Select(tag => Hash(tag.Key, tag.Value ?? ""))]);

    public bool HasTag(string key, string value) => Tags.Contains(Hash(key, value));

    private static long Hash(string key, string value) =>
        ((long)key.GetHashCode(StringComparison.Ordinal) << 32) | (uint)value.GetHashCode(StringComparison.Ordinal);
}
