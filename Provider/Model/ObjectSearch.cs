using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Provider.Model;

/// <summary>Which objects of a vault an entry means: by name, by tags, or both.</summary>
// Pattern: matches whole names, without backtracking.
// Tags: each of them must be there.
// Alias: the template of the files' paths.
// MaxObjects: more than these fail the mount.
internal sealed record ObjectSearch(
    Regex Pattern, ImmutableArray<KeyValuePair<string, string>> Tags, string Alias, int MaxObjects)
{
    /// <summary>Whether it means an object.</summary>
    public bool Matches(ListedObject listed) => Pattern.IsMatch(listed.Name)
        && Tags.All(tag => listed.HasTag(tag.Key, tag.Value));
}
